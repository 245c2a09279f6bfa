"""The page that explains the calculation: its example gives the result that it prints."""

import json
import re
from pathlib import Path

from tenders.rules.auction.compute import compute

PAGE = Path(__file__).parents[2] / "docs/calculations/auction.md"


def test_example_of_the_page_gives_the_result_beside_it():
    blocks = dict(re.findall(r"```json (\w+)\n(.*?)```", PAGE.read_text(), re.DOTALL))

    answer = compute(json.loads(blocks["example"]))

    assert [[place["bidder"], place["amount"]] for place in answer["ranking"]] == json.loads(blocks["ranking"])
