"""Open bidding: every reason on both sides of its boundary, in its order; ranks; retracting; excluding."""

import pytest

from tests.tenders.auction_questions import act, at, bid, decide, opening, proxy, ranked, verdicts

BEST_10 = {"reference": "best", "step": "10.00"}
OWN_10 = {"reference": "own", "step": "10.00"}


def test_bidding_opens_at_the_opening_and_ends_before_the_close():
    answer = decide(
        bid("09:59:59.999999", "A", "900"),
        bid("10:00", "A", "900"),
        bid("10:59:59.999999", "B", "800"),
        bid("11:00", "C", "700"),
        bid("11:00:00.000001", "C", "700"),
    )

    assert verdicts(answer) == ["not_open", 1, 1, "late", "late"]


def test_event_keeps_its_text_and_gains_the_decision():
    given = bid("10:01", "A", "990.5")

    answer = decide(given, bid("10:02", "A", "1000"))

    assert answer["events"] == [
        {**given, "accepted": True, "rank": 1, "closes_at": at("11:00")},
        {**bid("10:02", "A", "1000"), "accepted": False, "reason": "raise", "rank": None, "closes_at": at("11:00")},
    ]
    assert list(answer) == ["events", "closes_at", "ranking", "limits"]
    assert answer["ranking"] == [{"bidder": "A", "amount": "990.50", "effective": "990.50", "rank": 1}]


def test_more_decimals_than_the_minor_unit_are_refused_by_value():
    assert verdicts(decide(bid("10:01", "A", "900.001"), bid("10:02", "A", "900.010"))) == ["precision", 1]
    assert verdicts(decide(bid("10:01", "A", "900.1"), bid("10:02", "A", "9e2"), currency="JPY")) == ["precision", 1]
    assert verdicts(decide(bid("10:01", "A", "9.001"), bid("10:02", "B", "9.0001"), currency="KWD")) == [1, "precision"]


def test_bid_at_the_ceiling_stands_and_above_it_does_not():
    answer = decide(bid("10:01", "A", "1000.01"), bid("10:02", "A", "1000.00"), ceiling="1000.00")

    assert verdicts(answer) == ["ceiling", 1]


def test_nobody_raises_or_repeats_his_price():
    answer = decide(
        bid("10:01", "A", "900"), bid("10:02", "A", "900"), bid("10:03", "A", "901"), bid("10:04", "A", "899.99")
    )

    assert verdicts(answer) == [1, "raise", "raise", 1]


def test_first_bid_of_all_needs_no_reference():
    assert verdicts(decide(bid("10:01", "A", "5000"), improvement=BEST_10)) == [1]


def test_step_below_the_best_binds_the_leader_too():
    answer = decide(
        bid("10:01", "A", "900"),
        bid("10:02", "B", "890.01"),
        bid("10:03", "B", "890"),
        bid("10:04", "B", "880.01"),
        bid("10:05", "B", "880"),
        improvement=BEST_10,
    )

    assert verdicts(answer) == [1, "step", 1, "step", 1]


def test_step_below_his_own_lets_a_bidder_stand_second():
    answer = decide(
        bid("10:01", "B", "950"),
        bid("10:02", "B", "940.01"),
        bid("10:03", "B", "940"),
        bid("10:04", "C", "999"),
        given=opening(A="900"),
        improvement=OWN_10,
    )

    assert verdicts(answer) == [2, "step", 2, 3]


def test_percent_is_of_the_reference():
    answer = decide(
        bid("10:01", "B", "891.01"),
        bid("10:02", "B", "891"),
        bid("10:03", "A", "882.10"),
        bid("10:04", "A", "882.09"),
        given=opening(A="900"),
        improvement={"reference": "best", "percent": "1.0"},
    )

    assert verdicts(answer) == ["step", 1, "step", 1]


@pytest.mark.parametrize(
    ("improvement", "too_far", "furthest"),
    [
        ({"reference": "best", "step": "10", "max_step": "50"}, "849.99", "850"),
        ({"reference": "best", "percent": "1", "max_step": "5"}, "854.99", "855"),
        ({"reference": "own", "percent": "1", "max_step": "5"}, "949.99", "950"),
    ],
)
def test_max_step_is_the_furthest_below_the_reference_in_its_unit(improvement, too_far, furthest):
    answer = decide(
        bid("10:01", "B", too_far),
        bid("10:02", "B", furthest),
        given=opening(A="900", B="1000"),
        improvement=improvement,
    )

    assert verdicts(answer)[0] == "max_step"
    assert answer["events"][1]["accepted"]


def test_buffer_binds_only_a_non_leader_who_would_lead():
    answer = decide(
        bid("10:01", "B", "899.01"),  # would lead by too little
        bid("10:02", "B", "910"),  # does not lead
        bid("10:03", "A", "899.99"),  # leads already
        bid("10:04", "B", "898.99"),
        given=opening(A="900", B="1000"),
        leader_buffer="1.00",
    )

    assert verdicts(answer) == ["buffer", 2, 1, 1]


def test_price_of_a_rival_is_refused_or_ranks_behind_him():
    refused = decide(
        bid("10:01", "B", "900"), bid("10:02", "C", "950"), bid("10:03", "D", "950"), given=opening(A="900")
    )
    ranked_behind = decide(
        bid("10:01", "B", "900"), bid("10:02", "C", "900"), given=opening(A="900"), ties="earlier_wins"
    )

    assert verdicts(refused) == ["tie", 2, "tie"]
    assert verdicts(ranked_behind) == [2, 3]
    assert ranked(ranked_behind) == [("A", "900.00", 1), ("B", "900.00", 2), ("C", "900.00", 3)]


def test_equal_price_that_does_not_lead_needs_no_buffer():
    answer = decide(bid("10:01", "B", "900"), given=opening(A="900"), ties="earlier_wins", leader_buffer="5")

    assert verdicts(answer) == [2]


def test_equal_effective_prices_tie_although_amounts_differ():
    factors = {"B": {"multiply": "1.08", "add": "0"}}

    answer = decide(bid("10:01", "B", "1000"), given=opening(A="1080"), factors=factors)

    assert verdicts(answer) == ["tie"]


REASONS = {
    "not_open": bid("09:59", "A", "1000.001"),
    "late": bid("11:00", "X", "1000.001"),
    "paused": bid("10:30", "X", "1000.001"),
    "excluded": bid("10:05", "X", "1000.001"),
    "precision": bid("10:05", "A", "1000.001"),
    "ceiling": bid("10:05", "A", "1001"),
    "raise": bid("10:05", "A", "1000"),
    "step": bid("10:05", "A", "995"),
    "max_step": bid("10:05", "A", "800"),
    "buffer": bid("10:05", "B", "985"),
    "tie": bid("10:05", "C", "990"),
}


@pytest.mark.parametrize("reason", REASONS)
def test_first_reason_that_applies_is_the_one_given(reason):
    """Every event also breaks rules whose reasons come later."""
    pauses = [act("10:20", "pause")] if reason == "paused" else []
    leading = {"A": "1000", "B": "1000", "C": "1200"} if reason != "buffer" else {"A": "990", "B": "1000"}
    leading |= {"D": "990"} if reason == "tie" else {}
    step = {"reference": "own", "step": "10", "max_step": "150"} | ({"max_step": "300"} if reason == "tie" else {})
    excluded = [] if reason == "not_open" else [act("10:00", "exclude", "X")]

    answer = decide(
        *excluded,
        *pauses,
        REASONS[reason],
        given=opening(**leading),
        ceiling="1000",
        improvement=step,
        leader_buffer="8",
    )

    assert verdicts(answer)[-1] == reason


def test_opening_bids_stand_and_serve_as_best_and_own():
    best = decide(bid("10:00", "B", "985"), given=opening(A="990"), improvement=BEST_10)
    own = decide(bid("10:00", "A", "985"), given=opening(A="990"), improvement=OWN_10)

    assert verdicts(best) == ["step"]
    assert verdicts(own) == ["step"]
    assert ranked(decide(given=opening(A="990", B="980"))) == [("B", "980.00", 1), ("A", "990.00", 2)]


def test_equal_opening_bids_share_a_rank_by_id_or_stand_by_time():
    given = list(reversed(opening(C="990", B="990", A="995", D="980")))

    shared = decide(bid("10:01", "A", "994"), given=given)
    parted = decide(given=given, ties="earlier_wins")

    assert ranked(shared) == [("D", "980.00", 1), ("B", "990.00", 2), ("C", "990.00", 2), ("A", "994.00", 4)]
    assert verdicts(shared) == [4]
    assert [place[0] for place in ranked(parted)] == ["D", "C", "B", "A"]


def test_sharing_the_first_rank_is_leading():
    answer = decide(bid("10:01", "B", "989.99"), given=opening(A="990", B="990"), leader_buffer="5")

    assert verdicts(answer) == [1]


def test_later_of_two_equals_does_not_lead_when_the_earlier_wins():
    answer = decide(
        bid("10:01", "B", "989.99"),
        bid("10:02", "A", "989.99"),
        given=opening(A="990", B="990"),
        leader_buffer="5",
        ties="earlier_wins",
    )

    assert verdicts(answer) == ["buffer", 1]


def test_equal_times_keep_the_order_of_the_list():
    answer = decide(bid("10:01", "A", "900"), bid("10:01", "B", "900"), bid("10:01", "C", "890"))

    assert verdicts(answer) == [1, "tie", 1]


def test_retracting_restores_the_price_before_and_its_rank():
    answer = decide(
        bid("10:01", "A", "900"),
        bid("10:02", "B", "950"),
        bid("10:03", "A", "800"),
        act("10:04", "retract", "A"),
        act("10:05", "retract", "A"),
        act("10:06", "retract", "A"),
        bid("10:07", "A", "970"),
    )

    assert verdicts(answer) == [1, 2, 1, 1, None, "turn", 2]
    assert answer["events"][4]["accepted"]
    assert ranked(answer) == [("B", "950.00", 1), ("A", "970.00", 2)]


def test_restored_price_is_still_the_earlier_of_two_equals():
    answer = decide(
        bid("10:01", "A", "900"),
        bid("10:02", "A", "800"),
        bid("10:03", "B", "900"),
        act("10:04", "retract", "A"),
        ties="earlier_wins",
    )

    assert ranked(answer) == [("A", "900.00", 1), ("B", "900.00", 2)]


def test_retracting_is_possible_before_the_opening_and_while_paused_but_not_late():
    answer = decide(
        act("09:59", "retract", "A"),
        act("10:01", "pause"),
        act("10:02", "retract", "B"),
        act("10:03", "resume"),
        act("11:02", "retract", "C"),
        given=opening(A="1", B="2", C="3"),
    )

    assert [event["accepted"] for event in answer["events"]] == [True, True, True, True, False]
    assert answer["events"][4]["reason"] == "late"
    assert ranked(answer) == [("C", "3.00", 1)]


def test_exclusion_takes_all_prices_and_refuses_what_comes_later():
    answer = decide(
        bid("10:01", "A", "900"),
        bid("10:02", "B", "950"),
        bid("10:03", "A", "800"),
        act("10:04", "exclude", "A"),
        bid("10:05", "A", "700"),
        act("10:06", "retract", "A"),
        proxy("10:07", "A", "5"),
        act("10:08", "exclude", "A"),
    )

    assert verdicts(answer)[3:] == [None, "excluded", "excluded", "excluded", "excluded"]
    assert answer["events"][3]["accepted"]
    assert ranked(answer) == [("B", "950.00", 1)]
    assert answer["closes_at"] == at("11:00")


def test_exclusion_after_the_close_still_re_ranks_and_before_the_opening_already_refuses():
    after = decide(act("11:30", "exclude", "A"), given=opening(A="900", B="950"))
    before = decide(act("09:30", "exclude", "A"), bid("10:01", "A", "800"), given=opening(A="900"))

    assert ranked(after) == [("B", "950.00", 1)]
    assert after["events"][0]["closes_at"] == at("11:00")
    assert verdicts(before) == [None, "excluded"]


@pytest.mark.parametrize("kind", ["accept", "stay", "leave"])
def test_act_of_another_format_is_nobodys_turn(kind):
    assert verdicts(decide(act("10:01", kind, "A"), given=opening(A="9"))) == ["turn"]


def test_minor_unit_rounds_what_is_shown_half_up_and_nothing_else():
    factors = {"A": {"multiply": "1.0005", "add": "0"}, "B": {"multiply": "1.0004", "add": "0.0001"}}

    answer = decide(bid("10:01", "B", "10"), given=opening(A="10"), factors=factors)

    assert verdicts(answer) == [1]
    assert [(place["effective"], place["rank"]) for place in answer["ranking"]] == [("10.00", 1), ("10.01", 2)]


def test_coefficient_divides_the_amount():
    answer = decide(bid("10:01", "A", "499.00"), factors={"A": {"coefficient": "9/7"}})

    assert answer["ranking"][0]["effective"] == "388.11"
