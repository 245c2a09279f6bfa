"""Proxies: entry, the largest answer that the limits permit, competition, and what wakes them."""

import random

import pytest

from tenders.rules.auction.leap import Leaper
from tests.tenders.auction_questions import act, answered, at, bid, decide, opening, proxy, ranked, verdicts

OWN_10_PERCENT = {"reference": "own", "percent": "10"}
BEST_10 = {"reference": "best", "step": "10"}


def test_worked_example_rivals_and_the_answers_to_them():
    rivals = [
        bid(f"10:1{number}", name, amount)
        for number, (name, amount) in enumerate(zip("ACDE", ("995", "763", "660", "540"), strict=True))
    ]

    answer = decide(
        proxy("10:01", "B", "500"), *rivals, given=opening(B="1000"), improvement=OWN_10_PERCENT, ceiling="1000"
    )

    assert answered(answer) == [("B", "895.50"), ("B", "686.70"), ("B", "594.00")]
    assert ranked(answer)[:2] == [("E", "540.00", 1), ("B", "594.00", 2)]


def test_answer_is_listed_right_after_its_cause():
    cause = bid("10:02", "A", "900")

    answer = decide(proxy("10:01", "B", "500"), cause, bid("10:03", "C", "950"), given=opening(B="1000"))

    assert answer["events"][1:3] == [
        {**cause, "accepted": True, "rank": 1, "closes_at": at("11:00")},
        {**bid("10:02", "B", "899.99"), "by": "proxy", "accepted": True, "rank": 1, "closes_at": at("11:00")},
    ]
    assert list(answer["events"][2])[:5] == ["at", "kind", "bidder", "amount", "by"]
    assert len(answer["events"]) == 4


def test_entry_needs_a_standing_bid_and_a_floor_between_zero_and_the_ceiling():
    def verdict(floor, **given):
        return verdicts(decide(proxy("10:01", "B", floor), given=opening(**given), ceiling="1000"))[0]

    assert verdict("500") == "turn"
    assert verdict("0", B="900") == "ceiling"
    assert verdict("-1", B="900") == "ceiling"
    assert verdict("1000", B="900") == "ceiling"
    assert verdict("999.999", B="900") == 1
    assert verdict("0.001", B="900") == 1


def test_ceiling_of_a_floor_is_effective():
    factors = {"B": {"multiply": "2", "add": "0"}}

    answer = decide(
        proxy("10:01", "B", "500"), proxy("10:01", "B", "499.99"), given=opening(B="1"), ceiling="1000", factors=factors
    )

    assert verdicts(answer) == ["ceiling", 1]


def test_entry_is_refused_outside_the_running_auction():
    answer = decide(
        proxy("09:59", "B", "5"),
        act("10:01", "pause"),
        proxy("10:02", "B", "5"),
        act("10:03", "resume"),
        proxy("11:02", "B", "5"),
        given=opening(A="90", B="100"),
    )

    assert verdicts(answer) == ["not_open", None, "paused", None, "late"]
    assert answered(answer) == []


def test_entry_of_the_leader_waits_for_a_rival():
    answer = decide(
        proxy("10:01", "A", "50"),
        bid("10:02", "B", "95"),
        bid("10:03", "B", "85"),
        given=opening(A="90", B="100"),
        improvement={"reference": "own", "step": "1"},
    )

    assert answered(answer) == [("A", "84.00")]


def test_answer_at_the_floor_is_made_and_below_it_not():
    at_floor = decide(proxy("10:01", "B", "80"), given=opening(A="90", B="100"), improvement=BEST_10)
    below = decide(proxy("10:01", "B", "80.01"), given=opening(A="90", B="100"), improvement=BEST_10)

    assert answered(at_floor) == [("B", "80.00")]
    assert answered(below) == []


def test_own_step_replaces_a_smaller_one_only():
    larger = decide(proxy("10:01", "B", "10", step="20"), given=opening(A="90", B="100"), improvement=BEST_10)
    smaller = decide(proxy("10:01", "B", "10", step="5"), given=opening(A="90", B="100"), improvement=BEST_10)
    percent = decide(
        proxy("10:01", "B", "10", step="8"),
        given=opening(A="90", B="100"),
        improvement={"reference": "best", "percent": "10"},
    )

    assert answered(larger) == [("B", "70.00")]
    assert answered(smaller) == [("B", "80.00")]
    assert answered(percent) == [("B", "81.00")]


def test_answer_is_rounded_down_in_the_bidders_money():
    factors = {"B": {"multiply": "1.08", "add": "0"}}

    answer = decide(proxy("10:01", "B", "10"), given=opening(A="900", B="1000"), improvement=BEST_10, factors=factors)

    assert answered(answer) == [("B", "824.07")]


def test_answer_keeps_the_ceiling_the_buffer_and_the_furthest_step():
    ceiling = decide(proxy("10:01", "B", "10"), given=opening(A="900", B="1000"), ceiling="500")
    buffer = decide(
        proxy("10:01", "B", "10"), given=opening(A="900", B="1000"), leader_buffer="25", improvement=BEST_10
    )
    too_far = decide(
        proxy("10:01", "B", "10", step="51"),
        given=opening(A="900", B="1000"),
        improvement={**BEST_10, "max_step": "50"},
    )
    just = decide(
        proxy("10:01", "B", "10", step="50"),
        given=opening(A="900", B="1000"),
        improvement={**BEST_10, "max_step": "50"},
    )
    own = decide(
        proxy("10:01", "B", "10"),
        given=opening(A="900", B="1000"),
        improvement={"reference": "own", "step": "10", "max_step": "100"},
    )

    assert answered(ceiling) == [("B", "500.00")]
    assert answered(buffer) == [("B", "875.00")]
    assert answered(too_far) == []
    assert answered(just) == [("B", "850.00")]
    assert answered(own) == []


def test_two_proxies_go_down_until_one_reaches_his_floor():
    answer = decide(
        proxy("10:01", "A", "50"), proxy("10:02", "B", "60"), given=opening(A="90", B="100"), improvement=BEST_10
    )

    assert answered(answer) == [("B", "60.00"), ("A", "50.00")]
    assert ranked(answer) == [("A", "50.00", 1), ("B", "60.00", 2)]


def test_proxies_answer_in_order_of_entry_and_a_new_one_enters_last():
    given = opening(A="90", B="100", C="110")
    by_ones = {"reference": "best", "step": "1"}
    waiting = [bid("10:00", "C", "50"), proxy("10:01", "A", "45"), proxy("10:01", "B", "45")]

    entered = decide(*waiting, bid("10:05", "C", "40"), given=given, improvement=by_ones)
    first = decide(*_asleep("A", "B"), bid("10:05", "D", "60"), given=[*given, *_leader("20")], improvement=by_ones)
    again = decide(
        *_asleep("A", "B", "A"), bid("10:05", "D", "60"), given=[*given, *_leader("20")], improvement=by_ones
    )

    assert answered(entered) == [("A", "49.00"), ("B", "46.00"), ("A", "45.00")]
    assert answered(first) == [("B", "56.00"), ("A", "55.00")]
    assert answered(again) == [("A", "56.00"), ("B", "55.00")]


def _asleep(*bidders):
    """Proxies down to 55 that find a leader at 20, who is then excluded."""
    return [*(proxy("10:01", bidder, "55") for bidder in bidders), act("10:02", "exclude", "L")]


def _leader(amount):
    return [{"bidder": "L", "amount": amount, "at": at("09:00")}]


def test_retracting_cancels_the_proxy_and_wakes_none():
    answer = decide(
        proxy("10:01", "B", "50"),
        proxy("10:02", "C", "75"),
        act("10:03", "retract", "B"),
        bid("10:04", "D", "70"),
        given=opening(A="90", B="100", C="110"),
        improvement=BEST_10,
    )

    assert answered(answer) == [("B", "80.00")]
    assert [place[:2] for place in ranked(answer)] == [("D", "70.00"), ("A", "90.00"), ("B", "100.00"), ("C", "110.00")]


def test_retracting_an_answer_restores_the_price_before_the_event():
    answer = decide(
        proxy("10:01", "A", "50"),
        proxy("10:02", "B", "60"),
        act("10:03", "retract", "A"),
        given=opening(A="90", B="100"),
        improvement=BEST_10,
    )

    assert ranked(answer) == [("B", "60.00", 1), ("A", "90.00", 2)]


def test_excluding_the_leader_wakes_no_proxy():
    answer = decide(proxy("10:01", "B", "70"), act("10:02", "exclude", "C"), given=opening(A="80", B="100", C="60"))

    assert answered(answer) == []
    assert ranked(answer) == [("A", "80.00", 1), ("B", "100.00", 2)]


def test_sharing_the_lead_keeps_a_proxy_still():
    shared = decide(proxy("10:01", "A", "50"), given=opening(A="90", B="90"))
    behind = decide(proxy("10:01", "B", "50"), given=opening(A="90", B="90"), ties="earlier_wins")

    assert answered(shared) == []
    assert answered(behind) == [("B", "89.99")]


@pytest.fixture
def passes(monkeypatch):
    """How often the proxies were gone through, one by one."""
    counted = []
    leap = Leaper.leap

    def counting(self, race):
        counted.append(race.turns)
        leap(self, race)

    monkeypatch.setattr(Leaper, "leap", counting)
    return counted


def test_long_competition_in_cents_is_settled_in_a_few_passes(passes):
    given = opening(A="1000000000", B="1000000001")

    answer = decide(proxy("10:01", "A", "0.01"), proxy("10:02", "B", "0.02"), given=given)

    assert answered(answer) == [("B", "0.03"), ("A", "0.02")]
    assert len(passes) < 10


def test_long_competition_with_factors_is_settled_in_a_few_passes(passes):
    factors = {"A": {"multiply": "1.0731", "add": "3"}, "B": {"coefficient": "9/7"}}

    answer = decide(
        proxy("10:01", "A", "1"), proxy("10:02", "B", "1"), given=opening(A="1000000", B="1000001"), factors=factors
    )

    assert len(answered(answer)) == 3
    assert len(passes) < 10


def test_long_competition_by_a_tiny_percentage_leaps_where_drops_are_equal(passes):
    answer = decide(
        proxy("10:01", "A", "1"),
        proxy("10:02", "B", "1"),
        given=opening(A="100000", B="100001"),
        improvement={"reference": "best", "percent": "0.0001", "max_step": "50"},
    )

    assert [amount for _, amount in answered(answer)] == ["1.01", "1.00"]
    assert len(passes) < 1000


@pytest.mark.parametrize("seed", range(40))
def test_leaping_ends_where_running_every_pass_ends(seed, monkeypatch):
    question = _long_race(random.Random(seed))

    leapt = decide(*question["events"], given=question["opening"], **question["rules"])
    monkeypatch.setattr(Leaper, "leap", lambda self, race: None)
    run = decide(*question["events"], given=question["opening"], **question["rules"])

    assert leapt == run


def _long_race(draw):
    """Prices of some hundred, steps of some cents: a thousand passes and more."""
    bidders = "ABC"[: draw.randint(2, 3)]
    reference = draw.choice(["best", "own"])
    by_step = {"step": draw.choice(["0", "0.01", "0.03", "0.10", "0.005"])}
    by_percent = {"percent": draw.choice(["0", "0.003", "0.01", "0.05"])}
    by = draw.choice([by_step, by_percent])
    furthest = draw.choice([{}, {}, {"max_step": "0.31" if by is by_step else "0.06"}])
    factors = [{"multiply": "1.08", "add": "1.5"}, {"multiply": "0.973", "add": "0"}, {"coefficient": "9/7"}]
    return {
        "rules": {
            "improvement": {"reference": reference, **by, **furthest},
            "factors": {bidder: draw.choice(factors) for bidder in bidders if draw.random() < 0.5},
            "ties": "earlier_wins",
        },
        "opening": opening(**{bidder: f"{draw.randint(9900, 10000)}e-2" for bidder in bidders}),
        "events": [
            proxy("10:01", bidder, f"{draw.randint(1000, 9000)}e-2", step=draw.choice(["0", "0.02", "0.07"]))
            for bidder in bidders
        ],
    }
