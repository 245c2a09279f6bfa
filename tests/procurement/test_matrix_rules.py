import random
from decimal import Decimal

import pytest

from procurement.rules.matrix import (
    MOST_REACH,
    NARROW,
    WIDE,
    Dot,
    arrow,
    crossings,
    free_box,
    halo_reach,
    place_words,
    points,
    weighted_place,
)

WORDS = "Metal parts"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0.4949999", 49), ("0.4999999", 49), ("0.5", 50), ("0.425", 43), ("0.4849", 48), ("0.999", 100)],
)
def test_points_are_rounded_half_up_but_never_over_the_border(value, shown):
    assert points(Decimal(value)) == shown


def test_a_caption_takes_the_first_place_that_no_bubble_covers():
    boxes = [(0, 0, 50, 20), (60, 0, 110, 20)]

    assert free_box(boxes, [Dot(10, 10, 8, "")]) == 1
    assert free_box(boxes, [Dot(10, 40, 8, "")]) == 0
    assert free_box(boxes, [Dot(55, 10, 40, "")]) == 0


@pytest.mark.parametrize(
    ("value", "crossing", "reach"),
    [(55, 0.25, 10), (42, 0.1, 10), (45, 0.0, 4), (50, 0.5, MOST_REACH), (30, 0.45, MOST_REACH), (49, 0.2, 4)],
)
def test_the_part_of_a_halo_beyond_the_border_is_the_share_of_re_runs_that_end_there(value, crossing, reach):
    assert halo_reach(value, crossing) == pytest.approx(reach)


def test_a_halo_never_stays_on_its_side_when_a_re_run_crossed():
    assert all(halo_reach(value, 0.01) > abs(value - 50) for value in range(26, 75))


def test_crossings_are_told_apart_by_axis():
    stability = {"leverage": 0.6, "strategic": 0.3, "routine": 0.06, "bottleneck": 0.04}

    assert crossings(stability, "leverage") == pytest.approx((0.34, 0.1))


def test_a_branch_stands_at_the_mean_of_its_categories_by_spend():
    assert weighted_place([(20, 80, 300.0), (60, 40, 100.0)]) == (30, 70)
    assert weighted_place([(20, 80, 0.0), (60, 40, 0.0)]) == (40, 60)


def test_an_arrow_ends_at_the_bubble_and_is_left_out_where_there_is_no_room():
    neck, head = arrow((0, 0), (100, 0), 18)

    assert (neck, head[0]) == ((72, 0), (80, 0))
    assert arrow((0, 0), (20, 0), 15) is None


@pytest.mark.parametrize(("frame", "count"), [(WIDE, 120), (NARROW, 40)])
def test_words_meet_neither_each_other_nor_a_bubble(frame, count):
    draw = random.Random(3).uniform
    dots = [Dot(*frame.at(draw(0, 100), draw(0, 100)), draw(3, 9), WORDS) for _ in range(count)]

    words = place_words(dots, frame)

    boxes = [_box(word, frame) for word in words if word]
    assert 5 < len(boxes) < count
    assert not any(_meet(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    assert not any(_meet(box, _square(dot)) for box in boxes for dot in dots)


def _box(word, frame):
    width = len(WORDS) * frame.font * 0.56
    left = word.x - {"start": 0, "middle": width / 2, "end": width}[word.anchor]
    return left, word.y - frame.font * 0.8, left + width, word.y + frame.font * 0.25


def _square(dot):
    return dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius


def _meet(a, b):
    return a[0] < b[2] - 1e-9 and b[0] < a[2] - 1e-9 and a[1] < b[3] - 1e-9 and b[1] < a[3] - 1e-9
