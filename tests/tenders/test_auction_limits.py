"""Limits: the largest amount that would be accepted next, in the bidder's own money."""

from tests.tenders.auction_questions import SEALED, act, bid, decide, opening

BEST_10 = {"reference": "best", "step": "10.00"}


def test_limit_is_turned_back_and_rounded_to_the_stricter_side():
    factors = {
        "A": {"multiply": "1.08", "add": "0"},
        "B": {"multiply": "1", "add": "0.50"},
        "C": {"coefficient": "9/7"},
    }

    answer = decide(ceiling="10000", factors=factors)

    assert answer["limits"] == {"A": "9259.25", "B": "9999.50", "C": "12857.14"}


def test_everyone_has_a_limit_but_the_excluded_and_the_leader_has_one_too():
    answer = decide(
        bid("10:01", "C", "890"), act("10:02", "exclude", "A"), given=opening(A="950", B="900"), improvement=BEST_10
    )

    assert answer["limits"] == {"B": "880.00", "C": "880.00"}


def test_bidder_whose_bid_was_refused_has_no_limit_and_who_retracted_has():
    answer = decide(bid("10:01", "A", "2000"), bid("10:02", "B", "900"), act("10:03", "retract", "B"), ceiling="1000")

    assert answer["limits"] == {"B": "1000.00"}


def test_limit_without_bound_or_without_room_is_null():
    assert decide(bid("10:01", "A", "9"), act("10:02", "retract", "A"))["limits"] == {"A": None}
    assert decide(bid("10:01", "A", "9"), improvement=BEST_10)["limits"] == {"A": None}
    assert decide(given=opening(A="10"), improvement=BEST_10)["limits"] == {"A": "0.00"}
    assert decide(given=opening(A="0"))["limits"] == {"A": None}
    impossible = {"reference": "best", "step": "5", "max_step": "4"}
    assert decide(given=opening(A="100"), improvement=impossible)["limits"] == {"A": None}


def test_limit_of_the_own_price_is_one_minor_unit_less_or_the_next_full_one():
    assert decide(given=opening(A="10.00", B="20.015"))["limits"] == {"A": "9.99", "B": "20.01"}


def test_limit_steps_below_rivals_prices_and_out_of_the_buffer():
    answer = decide(
        given=opening(A="900.02", B="900.01", C="900.00", D="899.99", E="1000"), leader_buffer="1.00", ceiling="900.01"
    )

    assert answer["limits"] == {"A": "898.99", "B": "898.99", "C": "898.99", "D": "899.98", "E": "898.99"}


def test_limit_may_equal_a_rival_where_the_earlier_wins():
    answer = decide(given=opening(A="900.00", B="900.01"), ties="earlier_wins")

    assert answer["limits"]["B"] == "900.00"


def test_limits_are_remembered_along_a_chain_of_prices():
    chain = {f"S{number:02}": f"{1000 - number}" for number in range(50)}

    answer = decide(given=opening(**chain), currency="JPY")

    assert set(answer["limits"].values()) == {"950"}


def test_only_english_publishes_limits():
    assert "limits" not in decide(form=SEALED)
