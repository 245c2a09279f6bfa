"""Which calculations exist, and how one plugs in.

A calculation is ``def compute(data: dict) -> dict`` in the rules of the app that decides by it. It receives
plain data already checked against ``schemas/NAME.json``: amounts, quantities and percents are decimal text
(never a float), integers are ``int``, times are the text as given, and optional fields that were not given
are absent. It returns plain data in the order it should be read. A fault that a schema cannot see (an event
out of time order, a weight that sums to nothing) is raised as ``srm.money.exact.CalcError`` with the JSON
path of each value at fault. A valid question without a solution is an answer, not an error.

To add one: write the rule, its schema, its line below, and its page in ``docs/calculations/``.
"""

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from srm.calc.scalars import Check
from srm.calc.schema import compile_schema

CALCULATIONS = {
    "kraljic": "procurement.rules.kraljic.compute:compute",
    "score": "tenders.rules.score.compute:compute",
    "auction": "tenders.rules.auction.compute:compute",
    "award": "tenders.rules.award.compute:compute",
    "scorecard": "suppliers.rules.scorecard:compute",
    "match": "contracts.rules.match.compute:compute",
}


def load_function(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The pure function behind a calculation, imported only when it is needed."""
    module, _, attribute = CALCULATIONS[name].partition(":")
    function: Callable[[dict[str, Any]], dict[str, Any]] = getattr(import_module(module), attribute)
    return function


def load_schema(name: str) -> dict[str, Any]:
    """The JSON Schema that ships with the product."""
    text = (Path(__file__).parent / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def load_check(name: str) -> Check:
    """The schema of a calculation, compiled."""
    return compile_schema(load_schema(name))
