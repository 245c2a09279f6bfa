"""Soft close: anchors, window, caps, pauses, the officer's time."""

import pytest

from tenders.rules.auction.extension import extend_close
from tenders.rules.auction.opening import start
from tenders.rules.auction.rules import read_rules
from tests.tenders.auction_questions import act, at, bid, closes, decide, opening, proxy, rules, verdicts


def extension(anchor="close", **more):
    return {"anchor": anchor, "window_s": 300, "length_s": 300, **more}


@pytest.mark.parametrize(("anchor", "close"), [("close", "11:05:00Z"), ("bid", "11:03:00Z"), ("reset", "11:03:00Z")])
def test_worked_example_bid_two_minutes_before_the_close(anchor, close):
    assert closes(decide(bid("10:58", "A", "9"), extension=extension(anchor))) == [close]


def test_bid_counts_from_the_bid_by_length_and_reset_by_window():
    of = {"window_s": 300, "length_s": 120}

    assert closes(decide(bid("10:57", "A", "9"), extension={"anchor": "bid", **of})) == ["11:00:00Z"]
    assert closes(decide(bid("10:59", "A", "9"), extension={"anchor": "bid", **of})) == ["11:01:00Z"]
    assert closes(decide(bid("10:57", "A", "9"), extension={"anchor": "reset", **of})) == ["11:02:00Z"]
    assert closes(decide(bid("10:57", "A", "9"), extension={"anchor": "close", **of})) == ["11:02:00Z"]


def test_window_begins_exactly_its_length_before_the_close():
    assert closes(decide(bid("10:54:59.999999", "A", "9"), extension=extension())) == ["11:00:00Z"]
    assert closes(decide(bid("10:55", "A", "9"), extension=extension())) == ["11:05:00Z"]
    assert closes(decide(bid("10:59:59.999999", "A", "9"), extension=extension("bid"))) == ["11:04:59.999999Z"]


def test_window_is_of_the_effective_close():
    answer = decide(bid("10:58", "A", "9"), bid("10:59", "A", "8"), bid("11:00", "A", "7"), extension=extension())

    assert closes(answer) == ["11:05:00Z", "11:05:00Z", "11:10:00Z"]


def test_refused_bid_extends_nothing():
    answer = decide(bid("10:58", "A", "9"), bid("10:59", "A", "9"), extension=extension("reset"))

    assert verdicts(answer) == [1, "raise"]
    assert closes(answer) == ["11:03:00Z", "11:03:00Z"]


def test_only_ranks_up_to_the_trigger_extend():
    answer = decide(
        bid("10:58", "C", "30"), bid("10:58", "D", "20"), given=opening(A="10"), extension=extension(trigger_rank=2)
    )
    third = decide(bid("10:58", "C", "30"), given=opening(A="10", B="20"), extension=extension(trigger_rank=2))

    assert closes(answer) == ["11:05:00Z", "11:05:00Z"]
    assert verdicts(third) == [3]
    assert closes(third) == ["11:00:00Z"]


def test_close_is_cut_at_the_scheduled_one_plus_the_cap():
    answer = decide(
        bid("10:58", "A", "9"), bid("11:01", "A", "8"), bid("11:06", "A", "7"), extension=extension(max_total_s=420)
    )

    assert closes(answer) == ["11:05:00Z", "11:07:00Z", "11:07:00Z"]


def test_only_moves_of_the_close_are_counted():
    answer = decide(
        bid("10:55", "A", "9"),  # a reset to the very close
        bid("10:56", "A", "8"),
        bid("10:57", "A", "7"),
        bid("10:58", "A", "6"),
        extension=extension("reset", max_count=2),
    )

    assert closes(answer) == ["11:00:00Z", "11:01:00Z", "11:02:00Z", "11:02:00Z"]


def test_caps_of_zero_forbid_every_extension():
    assert closes(decide(bid("10:58", "A", "9"), extension=extension(max_count=0))) == ["11:00:00Z"]
    assert closes(decide(bid("10:58", "A", "9"), extension=extension(max_total_s=0))) == ["11:00:00Z"]


def test_bid_and_the_answers_it_causes_extend_once():
    given = opening(A="100", B="100.50", C="101")
    proxies = [proxy("10:01", "B", "50"), proxy("10:02", "C", "60")]

    answer = decide(*proxies, bid("10:58", "A", "40.50"), given=given, extension=extension())
    outbid = decide(*proxies, bid("10:58", "A", "55"), given=given, extension=extension(trigger_rank=1))

    assert closes(answer)[-1] == "11:05:00Z"
    assert closes(outbid)[-2:] == ["11:05:00Z", "11:05:00Z"]


def test_answer_extends_where_its_cause_did_not():
    """The exclusion wakes nobody; the next bid, itself no trigger, lets the proxy take the lead."""
    answer = decide(
        proxy("10:01", "B", "70"),
        act("10:02", "exclude", "C"),
        bid("10:58", "D", "90"),
        given=opening(A="80", B="100", C="60"),
        extension=extension(trigger_rank=1),
    )

    assert verdicts(answer) == [3, None, 2, 1]
    assert closes(answer) == ["11:00:00Z", "11:00:00Z", "11:00:00Z", "11:05:00Z"]


def test_entry_of_a_proxy_extends_only_by_its_answer():
    silent = decide(proxy("10:58", "A", "50"), given=opening(A="80"), extension=extension())
    loud = decide(proxy("10:58", "B", "50"), given=opening(A="80", B="90"), extension=extension())

    assert closes(silent) == ["11:00:00Z"]
    assert closes(loud) == ["11:00:00Z", "11:05:00Z"]


def test_neither_retracting_nor_excluding_moves_the_close():
    answer = decide(
        act("10:58", "retract", "A"), act("10:59", "exclude", "B"), given=opening(A="1", B="2"), extension=extension()
    )

    assert closes(answer) == ["11:00:00Z", "11:00:00Z"]


def test_officers_time_is_outside_the_caps():
    answer = decide(
        bid("10:58", "A", "9"),
        act("10:59", "extend", by_s=600),
        bid("11:14", "A", "8"),
        bid("11:15", "A", "7"),
        extension=extension(max_total_s=400),
    )

    assert closes(answer) == ["11:05:00Z", "11:15:00Z", "11:16:40Z", "11:16:40Z"]


def test_officers_time_is_not_counted():
    answer = decide(act("10:30", "extend", by_s=60), bid("11:00", "A", "9"), extension=extension(max_count=1))

    assert closes(answer) == ["11:01:00Z", "11:06:00Z"]


def test_stop_closes_at_once():
    answer = decide(
        bid("10:30", "A", "9"), act("10:30", "stop"), bid("10:30", "A", "8"), act("10:31", "extend", by_s=60)
    )

    assert verdicts(answer) == [1, None, "late", "late"]
    assert answer["closes_at"] == at("10:30")


def test_pause_refuses_bids_and_shifts_the_close_and_the_caps():
    answer = decide(
        act("10:56", "pause"),
        bid("10:57", "A", "9"),
        act("11:06", "resume"),
        bid("11:06", "A", "9"),
        extension=extension(max_total_s=200),
    )

    assert verdicts(answer) == [None, "paused", None, 1]
    assert closes(answer) == [None, None, "11:10:00Z", "11:13:20Z"]


def test_pause_never_resumed_leaves_the_close_unknown():
    answer = decide(act("10:30", "pause"), bid("12:00", "A", "9"))

    assert verdicts(answer) == [None, "paused"]
    assert answer["closes_at"] is None


def test_pause_and_resume_fit_only_their_moment():
    answer = decide(
        act("10:01", "resume"),
        act("10:02", "pause"),
        act("10:03", "pause"),
        act("10:04", "extend", by_s=60),
        act("10:05", "resume"),
        act("11:04", "pause"),
        act("11:04", "resume"),
    )

    assert verdicts(answer) == ["turn", None, "paused", None, None, "late", "late"]
    assert closes(answer) == ["11:00:00Z", None, None, None, "11:04:00Z", "11:04:00Z", "11:04:00Z"]


def test_stop_ends_a_pause_too():
    answer = decide(act("10:30", "pause"), act("10:40", "stop"), bid("10:41", "A", "9"))

    assert verdicts(answer) == [None, None, "late"]
    assert answer["closes_at"] == at("10:40")


def test_several_pauses_add_up():
    answer = decide(act("10:01", "pause"), act("10:02", "resume"), act("10:03", "pause"), act("10:05", "resume"))

    assert answer["closes_at"] == at("11:03")


def test_window_ends_before_the_close_itself():
    state = start(read_rules(rules(extension=extension())))

    assert not extend_close(state, state.close, rank=1)
    assert extend_close(state, state.close - 1, rank=1)
