"""The award model against OR-tools CP-SAT, an independent solver, and on public auction instances."""

import json
import os
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tenders.rules.award.compute import compute
from tenders.rules.award.highs import Ending, Solver
from tenders.rules.award.model import build
from tenders.rules.award.program import plus, times, value_of
from tenders.rules.award.reading import read_question
from tests.tenders.award_wide import faults_of_middle

DATA = os.environ.get("SRM_REAL_DATA", Path(__file__).parents[3] / "shared" / "data")
INSTANCES = Path(DATA) / "awards"
NAMES = ["2atom-100-100-0000", "2atom-100-100-0001", "3atom-100-100-0000", "3atom-100-100-0001"]
NAMES += ["arbitrary-100-100-0000", "arbitrary-100-100-0001"]


def _by_cp_sat(asked):
    """The optimum found by the other solver, in its own process."""
    command = [sys.executable, str(Path(__file__).with_name("cp_sat_peer.py"))]
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, check=True)  # noqa: S603
    return Fraction(json.loads(done.stdout))


def _middle_question(seed):
    """Twelve lots and eight suppliers with whole cents: tiers, charges, limits, shares and a few winners."""
    draw = random.Random(seed)
    lots = [f"L{n}" for n in range(12)]
    sizes = {lot: draw.randint(20, 60) for lot in lots}
    suppliers = [f"S{n}" for n in range(8)]
    bids = []
    for supplier in suppliers:
        for lot in draw.sample(lots, 8):
            price, half = draw.randint(100, 400), sizes[lot] // 2
            tiers = [(half, price), (sizes[lot], price - draw.randint(1, 40))]
            row = {"supplier": supplier, "lot": lot, "pricing": draw.choice(["incremental", "all_units"])}
            row["tiers"] = [{"up_to": str(end), "unit_price": str(cents)} for end, cents in tiers]
            bids.append({**row, "fixed_charge": str(draw.randint(0, 300)), "min_quantity": "3"})
    return {
        "currency": "EUR",
        "lots": [{"id": n, "quantity": str(q), "divisible": True, "whole_units": True} for n, q in sizes.items()],
        "suppliers": [
            {"id": s, "fixed_charge": str(draw.randint(0, 5000)), "max_quantity": str(draw.randint(80, 250))}
            for s in suppliers
        ],
        "bids": bids,
        "rules": [
            {"kind": "max_suppliers", "value": 5},
            {"kind": "max_share", "supplier": "*", "of": "quantity", "value": "0.4"},
            {"kind": "require", "supplier": "S1"},
        ],
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_middle_awards_cost_what_cp_sat_finds(seed):
    question = _middle_question(seed)

    result = compute(question)

    assert (result["status"], result["uncovered"]) == ("optimal", [])
    assert Fraction(result["cost"]) == _by_cp_sat(question)
    assert result["bound"] == result["cost"]
    assert all(Fraction(row["cost"]) >= 0 for row in result["rule_costs"])


def test_awards_with_every_kind_of_rule_reach_the_goals_that_cp_sat_reaches():
    assert faults_of_middle(range(20)) == []


def _instance(name):
    """(prices, goods of each bid) of a CATS file; tests skip where the data is not at hand."""
    path = INSTANCES / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"no public auction instance at {path.parent.name}/{path.name}")
    rows = [line.split() for line in path.read_text().splitlines() if line[:1].isdigit()]
    return [row[1] for row in rows], [row[2:-1] for row in rows]


def _as_question(prices, goods):
    """Every bid a bundle of its own supplier; every good, dummies too, a lot that is sold at most once."""
    names = sorted({good for named in goods for good in named}, key=int)
    return read_question(
        {
            "currency": "EUR",
            "lots": [{"id": n, "quantity": "1", "divisible": False, "whole_units": True} for n in names],
            "bids": [],
            "bundles": [
                {"id": str(at), "supplier": str(at), "lots": named, "amount": price}
                for at, (price, named) in enumerate(zip(prices, goods, strict=True))
            ],
        }
    )


@pytest.mark.parametrize("name", NAMES)
def test_public_combinatorial_auctions_reach_their_optimum(name):
    prices, goods = _instance(name)
    model = build(_as_question(prices, goods))
    income = plus(*(line.amount for line in model.lines))

    outcome = Solver(model.program).minimise(times(income, -1), seconds=60, gap=0.0, start=None)

    assert outcome.ending is Ending.OPTIMAL
    assert value_of(income, outcome.values) == _by_cp_sat([prices, goods])
