"""Dutch and japanese: the clock's price at every edge, and who is left."""

import pytest

from tests.tenders.auction_questions import DUTCH, JAPANESE, act, at, bid, closes, decide, opening, ranked, verdicts


def accept(clock, bidder="A"):
    return act(clock, "accept", bidder)


def stay(clock, bidder):
    return act(clock, "stay", bidder)


@pytest.mark.parametrize(
    ("clock", "price"),
    [
        ("10:00", "50.00"),
        ("10:00:59.999999", "50.00"),
        ("10:01", "60.00"),
        ("10:02:30", "70.00"),
        ("10:03", "75.00"),
        ("10:03:59.999999", "75.00"),
    ],
)
def test_dutch_price_rises_by_ticks_and_stops_at_the_end(clock, price):
    answer = decide(accept(clock), form=DUTCH)

    assert verdicts(answer) == [1]
    assert ranked(answer) == [("A", price, 1)]
    assert answer["closes_at"] == answer["events"][0]["closes_at"] == at(clock).replace(":00Z", ":00Z")


def test_dutch_closes_one_tick_after_its_end():
    assert decide(form=DUTCH)["closes_at"] == at("10:04")
    assert verdicts(decide(accept("10:04"), form=DUTCH)) == ["late"]
    flat = {"start": "50", "step": "10", "every_s": 60, "end": "50"}
    assert decide(form={**DUTCH, "ticks": flat})["closes_at"] == at("10:01")


def test_dutch_first_to_accept_wins_and_equal_times_keep_their_order():
    answer = decide(accept("09:59", "C"), accept("10:01", "B"), accept("10:01", "A"), form=DUTCH)

    assert verdicts(answer) == ["not_open", 1, "late"]
    assert ranked(answer) == [("B", "60.00", 1)]
    assert set(answer) == {"events", "closes_at", "ranking"}


def test_dutch_takes_no_bids_and_no_opening():
    answer = decide(bid("10:01", "A", "9"), act("10:02", "retract", "A"), form=DUTCH, given=opening(A="9"))

    assert verdicts(answer) == ["turn", "turn"]
    assert answer["ranking"] == []


def test_dutch_pause_shifts_ticks_and_close():
    answer = decide(
        act("10:00:30", "pause"), accept("10:01"), act("10:10:30", "resume"), accept("10:10:59"), form=DUTCH
    )
    later = decide(act("10:00:30", "pause"), act("10:10:30", "resume"), accept("10:11"), form=DUTCH)

    assert verdicts(answer) == [None, "paused", None, 1]
    assert closes(answer) == [None, None, "10:14:00Z", "10:10:59Z"]
    assert ranked(answer) == [("A", "50.00", 1)]
    assert ranked(later) == [("A", "60.00", 1)]


def test_dutch_pause_before_the_opening_shifts_by_its_whole_length():
    answer = decide(act("09:59", "pause"), act("10:01", "resume"), accept("10:01:30"), form=DUTCH)

    assert closes(answer)[1] == "10:06:00Z"
    assert ranked(answer) == [("A", "50.00", 1)]


def test_dutch_excluded_winner_leaves_the_close_where_it_was():
    answer = decide(accept("10:01"), act("10:02", "exclude", "A"), form=DUTCH)

    assert answer["ranking"] == []
    assert answer["closes_at"] == at("10:01")
    assert verdicts(decide(act("10:00", "exclude", "A"), accept("10:01"), form=DUTCH)) == [None, "excluded"]


def test_dutch_extension_prolongs_the_last_price():
    answer = decide(act("10:03", "extend", by_s=30), accept("10:04:29.999999"), form=DUTCH)

    assert ranked(answer) == [("A", "75.00", 1)]
    assert closes(answer) == ["10:04:30Z", "10:04:29.999999Z"]


def test_dutch_effective_price_uses_the_factor():
    answer = decide(accept("10:01"), form=DUTCH, factors={"A": {"multiply": "2", "add": "1"}})

    assert answer["ranking"] == [{"bidder": "A", "amount": "60.00", "effective": "121.00", "rank": 1}]


def test_japanese_last_one_left_wins_at_the_price_where_the_others_went_out():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        stay("10:00:30", "C"),
        stay("10:01", "C"),
        stay("10:01:59.999999", "A"),
        stay("10:02:10", "A"),
        stay("10:03", "A"),
        form=JAPANESE,
    )

    assert ranked(answer) == [("A", "80.00", 1), ("C", "90.00", 2), ("B", "100.00", 3)]
    assert verdicts(answer)[-2:] == [1, "late"]
    assert answer["closes_at"] == at("10:03")


def test_japanese_last_ones_out_together_the_earliest_stay_of_the_tick_before_wins():
    answer = decide(
        stay("10:00:10", "A"), stay("10:00:20", "B"), stay("10:01:10", "B"), stay("10:01:20", "A"), form=JAPANESE
    )

    assert ranked(answer) == [("B", "90.00", 1), ("A", "90.00", 2)]
    assert closes(answer) == ["10:01:00Z", "10:02:00Z", "10:02:00Z", "10:03:00Z"]


def test_japanese_lone_bidder_wins_at_tick_0_and_nobody_is_an_answer_too():
    lone = decide(stay("10:00:59", "A"), stay("10:01", "A"), form=JAPANESE)
    nobody = decide(stay("10:01", "A"), form=JAPANESE)

    assert ranked(lone) == [("A", "100.00", 1)]
    assert verdicts(lone) == [1, "late"]
    assert lone["closes_at"] == at("10:01")
    assert (nobody["ranking"], nobody["closes_at"]) == ([], at("10:01"))


def test_japanese_several_left_at_the_end_the_earliest_stay_there_wins():
    ticks = ["10:00", "10:01", "10:02", "10:03"]
    stays = [stay(f"{tick}:{second}", name) for tick in ticks for second, name in ((10, "B"), (20, "A"))]

    answer = decide(*stays, stay("10:04", "A"), form=JAPANESE)

    assert ranked(answer) == [("B", "75.00", 1), ("A", "75.00", 2)]
    assert closes(answer)[-3:] == ["10:04:00Z"] * 3
    assert verdicts(answer)[-1] == "late"


def test_japanese_bidders_are_those_of_tick_0_and_a_missed_tick_puts_out():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        stay("10:00:30", "C"),
        stay("10:01:10", "A"),
        stay("10:01:20", "B"),
        stay("10:01:30", "X"),
        act("10:01:40", "leave", "X"),
        stay("10:02:10", "C"),
        act("10:02:20", "leave", "C"),
        form=JAPANESE,
    )

    assert verdicts(answer)[5:] == ["turn"] * 4


def test_japanese_leave_cancels_the_stay_of_its_tick_only():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        stay("10:01:10", "A"),
        stay("10:01:20", "B"),
        act("10:01:30", "leave", "A"),
        act("10:01:40", "leave", "A"),
        form=JAPANESE,
    )

    assert ranked(answer) == [("B", "90.00", 1), ("A", "100.00", 2)]
    assert [event["accepted"] for event in answer["events"]] == [True] * 6
    assert answer["closes_at"] == at("10:02")


def test_japanese_who_left_may_stay_again_and_is_then_the_later():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        act("10:00:30", "leave", "A"),
        stay("10:00:40", "A"),
        form=JAPANESE,
    )
    gone = decide(stay("10:00:10", "A"), act("10:00:30", "leave", "A"), act("10:00:40", "leave", "A"), form=JAPANESE)

    assert ranked(answer) == [("B", "100.00", 1), ("A", "100.00", 2)]
    assert verdicts(gone) == [1, None, "turn"]


def test_japanese_repeated_stay_keeps_the_first():
    answer = decide(stay("10:00:10", "A"), stay("10:00:20", "B"), stay("10:00:30", "A"), form=JAPANESE)

    assert [place[0] for place in ranked(answer)] == ["A", "B"]


def test_japanese_exclusion_takes_the_stays_and_moves_no_close():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        act("10:00:30", "exclude", "B"),
        stay("10:00:40", "B"),
        form=JAPANESE,
    )

    assert verdicts(answer)[-1] == "excluded"
    assert ranked(answer) == [("A", "100.00", 1)]
    assert answer["closes_at"] == at("10:02")


def test_japanese_pause_shifts_the_ticks():
    answer = decide(
        stay("10:00:10", "A"),
        stay("10:00:20", "B"),
        act("10:00:30", "pause"),
        stay("10:00:40", "A"),
        act("10:05:30", "resume"),
        stay("10:06", "A"),
        form=JAPANESE,
    )

    assert verdicts(answer)[3] == "paused"
    assert ranked(answer)[0] == ("A", "90.00", 1)
    assert answer["closes_at"] == at("10:07")


def test_japanese_extension_prolongs_the_last_tick():
    ticks = ["10:00", "10:01", "10:02", "10:03"]
    stays = [stay(f"{tick}:{second}", name) for tick in ticks for second, name in ((10, "B"), (20, "A"))]

    answer = decide(*stays[:-1], act("10:03:30", "extend", by_s=60), stay("10:04:10", "A"), form=JAPANESE)

    assert ranked(answer) == [("B", "75.00", 1), ("A", "75.00", 2)]
    assert answer["closes_at"] == at("10:05")


def test_japanese_time_added_belongs_to_the_tick_that_was_the_last_and_lowers_no_price():
    lone = decide(stay("10:00:10", "A"), act("10:00:30", "extend", by_s=60), stay("10:01:10", "A"), form=JAPANESE)
    joined = decide(stay("10:00:10", "A"), act("10:00:30", "extend", by_s=60), stay("10:01:10", "B"), form=JAPANESE)

    assert ranked(lone) == [("A", "100.00", 1)]
    assert lone["closes_at"] == at("10:02")
    assert ranked(joined) == [("A", "100.00", 1), ("B", "100.00", 2)]
    assert joined["closes_at"] == at("10:03")


def test_japanese_ranks_by_the_clock_and_shows_the_effective_price():
    answer = decide(
        stay("10:00:10", "A"), stay("10:00:20", "B"), form=JAPANESE, factors={"A": {"multiply": "2", "add": "0"}}
    )

    assert [(place["bidder"], place["effective"]) for place in answer["ranking"]] == [("A", "200.00"), ("B", "100.00")]
