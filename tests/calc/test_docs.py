"""The worked examples of the pages are run, so that a page cannot drift from its calculation."""

import json
import re
from pathlib import Path

import pytest

from srm.calc.registry import CALCULATIONS
from srm.calc.run import calculate

PAGES = Path(__file__).parents[2] / "docs" / "calculations"
FENCED = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAIRED = [name for name in CALCULATIONS if name != "auction"]  # test_auction_page runs the page of the auction


@pytest.mark.parametrize("name", PAIRED)
def test_the_worked_examples_of_a_page_come_out_as_written(name):
    blocks = FENCED.findall((PAGES / f"{name}.md").read_text(encoding="utf-8"))

    assert len(blocks) in range(2, 21, 2), "a page has pairs of input and result"
    for given, expected in zip(blocks[::2], blocks[1::2], strict=True):
        assert calculate(name, given.encode()) == json.loads(expected)


@pytest.mark.parametrize("name", CALCULATIONS)
def test_the_overview_lists_every_calculation(name):
    assert f"[{name}.md]({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_page_names_its_source_and_its_traps(name):
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")

    assert "ource" in text
    assert "## Traps" in text
