"""Sealed bids and rounds of turns."""

import json
import os
from pathlib import Path

import pytest

from tenders.rules.auction.compute import compute
from tests.tenders.auction_questions import ROUNDS, SEALED, act, at, bid, decide, opening, proxy, ranked, verdicts

DATA = Path(os.environ.get("SRM_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))
LOG = DATA / "auctions" / "prozorro_auction_2015_rounds.json"


def plan(answer):
    return [(slot["round"], slot["turn"], slot["from"] and slot["from"][11:16]) for slot in answer["schedule"]]


def test_sealed_last_bid_before_the_close_counts_even_a_higher_one():
    answer = decide(
        bid("10:01", "A", "80"),
        bid("10:02", "B", "90"),
        bid("10:03", "A", "95"),
        bid("11:00", "A", "1"),
        form=SEALED,
        improvement={"reference": "best", "step": "10"},
        leader_buffer="50",
    )

    assert verdicts(answer) == [1, 2, 2, "late"]
    assert ranked(answer) == [("B", "90.00", 1), ("A", "95.00", 2)]
    assert set(answer) == {"events", "closes_at", "ranking"}


def test_sealed_equal_prices_the_earlier_last_bid_stands_first():
    answer = decide(bid("10:01", "A", "80"), bid("10:02", "B", "80"), bid("10:03", "A", "80"), form=SEALED)

    assert ranked(answer) == [("B", "80.00", 1), ("A", "80.00", 2)]


def test_sealed_knows_ceiling_and_minor_unit_and_neither_proxy_nor_extension():
    answer = decide(
        bid("10:01", "A", "100.01"),
        bid("10:02", "A", "99.999"),
        bid("10:59", "A", "100"),
        proxy("10:59", "A", "5"),
        form=SEALED,
        ceiling="100",
        extension={"anchor": "close", "window_s": 300, "length_s": 300},
    )

    assert verdicts(answer) == ["ceiling", "precision", 1, "turn"]
    assert answer["closes_at"] == at("11:00")


def test_sealed_retraction_restores_the_bid_before():
    answer = decide(bid("10:01", "A", "80"), bid("10:02", "A", "70"), act("10:03", "retract", "A"), form=SEALED)

    assert ranked(answer) == [("A", "80.00", 1)]


def test_rounds_last_as_long_as_their_pauses_and_turns():
    """Two bidders, 300/120/120 s: 540 + 360 × 2 s."""
    answer = decide(form=ROUNDS, given=opening(A="500", B="450"))

    assert answer["closes_at"] == at("10:21")
    assert plan(answer) == [
        (1, "A", "10:05"), (1, "B", "10:07"),
        (2, "A", "10:11"), (2, "B", "10:13"),
        (3, "A", "10:17"), (3, "B", "10:19"),
    ]  # fmt: skip
    assert answer["schedule"][-1] == {"round": 3, "turn": "B", "from": at("10:19"), "to": at("10:21")}


def test_rounds_without_bidders_are_a_valid_question():
    answer = decide(bid("10:06", "A", "9"), form=ROUNDS)

    assert (answer["closes_at"], answer["schedule"], verdicts(answer)) == (at("10:09"), [], ["turn"])


def test_turn_is_from_its_beginning_to_before_its_end():
    answer = decide(
        bid("10:04:59.999999", "A", "480"),
        bid("10:05", "B", "400"),
        bid("10:05", "A", "480"),
        bid("10:06:59.999999", "A", "470"),
        bid("10:07", "A", "460"),
        bid("10:09", "B", "400"),
        bid("10:21", "B", "9"),
        form=ROUNDS,
        given=opening(A="500", B="450"),
    )

    assert verdicts(answer) == ["turn", "turn", 2, 2, "turn", "turn", "late"]


def test_only_bidders_of_the_opening_take_turns():
    assert verdicts(decide(bid("10:05", "X", "1"), form=ROUNDS, given=opening(A="500", B="450"))) == ["turn"]


def test_turn_beats_the_price_from_before_it_by_the_step_and_the_last_bid_counts():
    answer = decide(
        bid("10:05", "A", "500"),
        bid("10:05", "A", "490.01"),
        bid("10:05", "A", "480"),
        bid("10:06", "A", "490"),
        form=ROUNDS,
        given=opening(A="500", B="450"),
    )

    assert verdicts(answer) == ["raise", "step", 2, 2]
    assert ranked(answer) == [("B", "450.00", 1), ("A", "490.00", 2)]


def test_retraction_in_a_turn_restores_the_price_from_before_it():
    answer = decide(
        bid("10:05", "A", "480"),
        bid("10:06", "A", "470"),
        act("10:06", "retract", "A"),
        form=ROUNDS,
        given=opening(A="500", B="450"),
    )

    assert ranked(answer)[1] == ("A", "500.00", 2)


def test_next_round_begins_with_the_worst_price_and_among_equals_the_later_bid():
    given = opening(A="500", B="450", C="450")
    overtaken = decide(bid("10:05", "A", "400"), form=ROUNDS, given=given)
    factored = decide(form=ROUNDS, given=given, factors={"B": {"multiply": "2", "add": "0"}})

    assert [slot[1] for slot in plan(overtaken)] == ["A", "C", "B", "C", "B", "A", "C", "B", "A"]
    assert [slot[1] for slot in plan(factored)][:3] == ["B", "A", "C"]


def test_order_of_a_round_is_fixed_when_its_turns_begin():
    before = decide(act("10:04:59", "retract", "A"), form=ROUNDS, given=opening(A="400", B="450"))
    after = decide(act("10:05", "retract", "A"), form=ROUNDS, given=opening(A="400", B="450"))

    assert [slot[1] for slot in plan(before)][:2] == ["A", "B"]
    assert [slot[1] for slot in plan(after)] == ["B", "A", "A", "B", "A", "B"]


def test_who_has_no_price_may_bid_anything_under_the_ceiling_in_his_turn():
    answer = decide(
        act("10:01", "retract", "A"),
        bid("10:05", "A", "900"),
        bid("10:06", "A", "700"),
        form=ROUNDS,
        given=opening(A="400", B="450"),
        ceiling="800",
    )

    assert verdicts(answer) == [None, "ceiling", 2]


def test_rival_price_ties_in_rounds_as_the_rules_say():
    given = opening(A="500", B="450")

    assert verdicts(decide(bid("10:05", "A", "450"), form=ROUNDS, given=given)) == ["tie"]
    assert verdicts(decide(bid("10:05", "A", "450"), form=ROUNDS, given=given, ties="earlier_wins")) == [2]


def test_reference_of_rounds_is_always_the_own_price():
    best = {**ROUNDS, "improvement": {"reference": "best", "step": "10"}}

    assert verdicts(decide(bid("10:05", "A", "490"), form=best, given=opening(A="500", B="450"))) == [2]


def test_excluded_bidder_leaves_his_turn_empty_and_the_close_where_it_is():
    answer = decide(act("10:01", "exclude", "A"), bid("10:05", "A", "9"), form=ROUNDS, given=opening(A="500", B="450"))

    assert verdicts(answer) == [None, "excluded"]
    assert answer["closes_at"] == at("10:21")
    assert len(answer["schedule"]) == 6


def test_pause_shifts_the_turns_that_follow_and_the_end_of_the_one_it_cuts():
    answer = decide(
        act("10:06", "pause"),
        bid("10:06", "A", "9"),
        act("10:16", "resume"),
        bid("10:16:30", "A", "400"),
        form=ROUNDS,
        given=opening(A="500", B="450"),
    )

    assert verdicts(answer) == [None, "paused", None, 1]
    assert [(slot["from"], slot["to"]) for slot in answer["schedule"]][:2] == [
        (at("10:05"), at("10:17")), (at("10:17"), at("10:19")),
    ]  # fmt: skip
    assert answer["closes_at"] == at("10:31")


def test_pause_between_two_turns_moves_only_the_second():
    answer = decide(act("10:07", "pause"), act("10:17", "resume"), form=ROUNDS, given=opening(A="500", B="450"))

    assert [(slot["from"], slot["to"]) for slot in answer["schedule"]][:2] == [
        (at("10:05"), at("10:07")), (at("10:17"), at("10:19")),
    ]  # fmt: skip


def test_pause_never_resumed_leaves_what_follows_unknown():
    answer = decide(act("10:07", "pause"), form=ROUNDS, given=opening(A="500", B="450"))

    assert [(slot["from"], slot["to"]) for slot in answer["schedule"]][:3] == [
        (at("10:05"), at("10:07")), (None, None), (None, None),
    ]  # fmt: skip
    cut = decide(act("10:06", "pause"), form=ROUNDS, given=opening(A="500", B="450"))
    assert (cut["schedule"][0]["from"], cut["schedule"][0]["to"]) == (at("10:05"), None)


@pytest.mark.skipif(not LOG.exists(), reason="the published round log is not beside the repository")
def test_published_round_log_of_2015_replays_to_its_result():
    stages = json.loads(LOG.read_text())["stages"]
    turns = [stage for stage in stages if stage["type"] == "bids"]
    first, second = turns[0]["bidder_id"], turns[1]["bidder_id"]
    changed = [stage for stage in turns if stage.get("changed")]

    answer = compute(
        {
            "rules": {
                "format": "rounds", "currency": "UAH", "opens_at": stages[0]["start"], "ties": "earlier_wins",
                "improvement": {"reference": "own", "step": "1"},
                "rounds": {"count": 3, "first_pause_s": 300, "pause_s": 120, "turn_s": 120},
            },
            "opening": [
                {"bidder": first, "amount": "500000", "at": "2015-01-27T18:16:00+02:00"},
                {"bidder": second, "amount": str(turns[1]["amount"]), "at": turns[1]["time"]},
            ],
            "events": [
                {"at": stage["time"], "kind": "bid", "bidder": stage["bidder_id"], "amount": str(stage["amount"])}
                for stage in changed
            ],
        }
    )  # fmt: skip

    assert verdicts(answer) == [2, 2]
    assert [slot["turn"] for slot in answer["schedule"]] == [stage["bidder_id"] for stage in turns]
    assert [slot["from"][11:16] for slot in answer["schedule"]] == [
        "16:35",
        "16:37",
        "16:41",
        "16:43",
        "16:47",
        "16:49",
    ]
    assert ranked(answer) == [(second, "450000.00", 1), (first, "480000.00", 2)]
    assert answer["closes_at"] == "2015-01-27T16:51:00Z"
