"""The faults that ``bench.mutate`` plants must still fit the rules; whether they are caught is its own long run."""

from pathlib import Path

import pytest

from bench._planted import PLANTED, TESTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_change_has_exactly_one_place(planted):
    assert (ROOT / planted.file).read_text(encoding="utf-8").count(planted.old) == 1


def test_there_are_more_than_fifty_planted_changes_and_each_area_has_tests():
    assert len(set(PLANTED)) == len(PLANTED) == 62
    assert all(any(planted.file.startswith(area) for area in TESTS) for planted in PLANTED)
