"""One good input for each calculation, and ways to spoil one."""

import copy

TIME = "2026-11-02T10:00:00Z"

GOOD = {
    "scorecard": {
        "criteria": [{"id": "quality", "weight": "40", "kind": "measured", "critical_below": "50"}],
        "bands": [{"id": "poor", "from": "0"}],
        "min_coverage": "0.5",
        "suppliers": [{"id": "A", "scores": {"quality": 90}}, {"id": "B", "scores": {"quality": None}}],
    },
    "score": {
        "currency": "EUR",
        "method": "points",
        "price_formula": "min_ratio",
        "criteria": [
            {"id": "price", "kind": "price", "weight": "40"},
            {"id": "warranty", "kind": "scored", "weight": "35", "max_score": "5", "aggregate": "mean"},
            {"id": "iso9001", "kind": "pass_fail"},
        ],
        "rounding": {"criterion": 2, "total": 2},
        "tie_break": ["total", "price", "received_at"],
        "bids": [
            {
                "id": "A",
                "price": "100.00",
                "received_at": TIME,
                "scores": {"warranty": {"p1": "4", "p2": "5"}},
                "answers": {"iso9001": True},
            },
        ],
    },
    "kraljic": {
        "axes": {
            "supply_risk": {"low": 1, "high": 5, "high_means": "high_risk", "shape": {"kind": "linear"}},
            "profit_impact": {
                "low": 1,
                "high": 5,
                "high_means": "high_impact",
                "shape": {"kind": "exponential", "rho": 0.653},
                "criteria": [{"id": "margin", "weight": "0.5"}],
            },
        },
        "items": [
            {"id": "D233", "supply_risk": 3.01, "profit_impact": 4.84, "spend": "120000.00"},
            {"id": "X", "supply_risk": 1, "scores": {"profit_impact": {"margin": 3}}},
        ],
        "sensitivity": {"draws": 10, "weight_spread": 0.10, "seed": 1},
    },
    "match": {
        "tolerance": {"quantity": {"percent": "10", "absolute": "30", "side": "over"}},
        "order": {"currency": "EUR", "lines": [{"id": "1", "quantity": "100", "unit_price": "10.00"}]},
        "receipts": [{"line": "1", "accepted": "95", "rejected": "5"}],
        "invoiced": [{"line": "1", "quantity": "0"}],
        "invoice": {
            "currency": "EUR",
            "lines": [{"line": "1", "quantity": "95", "unit_price": "10.00", "amount": "950.00"}],
            "total": "950.00",
            "taxes": [{"rate": "20", "base": "950.00", "amount": "190.00"}],
            "gross_total": "1140.00",
        },
    },
}

# calculation, path to the value, the spoiled value (REMOVE: the field is taken out), the fault
REMOVE = object()
BAD = [
    ("score", ("bids", 0, "price"), "12,50x", 'bids[0].price: not a number: "12,50x"'),
    ("score", ("bids", 0, "price"), "0", 'bids[0].price: not above zero: "0"'),
    ("score", ("bids", 0, "price"), "-1", 'bids[0].price: negative: "-1"'),
    ("score", ("bids", 0, "price"), "", 'bids[0].price: not a number: ""'),
    ("score", ("bids", 0, "price"), " 1", 'bids[0].price: not a number: " 1"'),
    ("score", ("bids", 0, "price"), "1_000", 'bids[0].price: not a number: "1_000"'),
    ("score", ("bids", 0, "price"), "٣", 'bids[0].price: not a number: "\\u0663"'),
    ("score", ("bids", 0, "price"), "1e31", 'bids[0].price: exponent beyond ±30: "1e31"'),
    ("score", ("bids", 0, "price"), "1e-31", 'bids[0].price: exponent beyond ±30: "1e-31"'),
    ("score", ("bids", 0, "price"), "1" * 32, f'bids[0].price: more digits than a number may have: "{"1" * 32}"'),
    ("score", ("bids", 0, "price"), "0." + "1" * 31, "bids[0].price: more digits than a number may have"),
    ("score", ("bids", 0, "price"), "1" * 101, "bids[0].price: longer than a number may be"),
    ("score", ("bids", 0, "price"), True, "bids[0].price: not a number: true"),
    ("score", ("bids", 0, "price"), None, "bids[0].price: not a number: null"),
    ("score", ("bids", 0, "price"), [1], "bids[0].price: not a number: a list"),
    ("score", ("bids", 0, "price"), {}, "bids[0].price: not a number: an object"),
    ("score", ("bids", 0, "price"), REMOVE, "bids[0].price: missing"),
    ("score", ("bids", 0, "colour"), "red", "bids[0].colour: unknown field"),
    ("score", ("bids", 0, "a b"), "red", 'bids[0]["a b"]: unknown field'),
    ("score", ("colour",), "red", "colour: unknown field"),
    ("score", ("bids", 0), 5, "bids[0]: expected an object, not 5"),
    ("score", ("bids",), {}, "bids: expected a list, not an object"),
    ("score", ("bids", 0, "id"), "", "bids[0].id: empty"),
    ("score", ("bids", 0, "id"), 5, "bids[0].id: expected text, not 5"),
    ("score", ("bids", 0, "id"), "x" * 201, "bids[0].id: longer than 200 characters"),
    ("score", ("currency",), "eur", 'currency: not a currency code of three capital letters: "eur"'),
    ("score", ("method",), "best", 'method: expected "points" or "coefficient" or "cost", not "best"'),
    ("score", ("method",), 5, 'method: expected "points" or "coefficient" or "cost", not 5'),
    ("score", ("criteria", 0), {"id": "x"}, "criteria[0].kind: missing"),
    ("score", ("criteria", 0), [], "criteria[0]: expected an object, not a list"),
    ("score", ("criteria", 0, "kind"), "knock", 'criteria[0].kind: expected "price" or "scored"'),
    ("score", ("criteria", 2, "weight"), "5", "criteria[2].weight: unknown field"),
    ("score", ("bids", 0, "answers", "iso9001"), "yes", 'bids[0].answers.iso9001: expected true or false, not "yes"'),
    ("score", ("bids", 0, "received_at"), "2026-11-02T10:00:00", "bids[0].received_at: no time zone"),
    ("score", ("bids", 0, "received_at"), "2026-02-30T10:00:00Z", "bids[0].received_at: not a time"),
    ("score", ("bids", 0, "received_at"), "2026-11-02", "bids[0].received_at: not a time"),
    ("score", ("bids", 0, "received_at"), 5, "bids[0].received_at: not a time: 5"),
    ("score", ("rounding", "total"), 2.5, "rounding.total: not a whole number: 2.5"),
    ("score", ("rounding", "total"), -1, "rounding.total: less than 0: -1"),
    ("score", ("rounding", "total"), 31, "rounding.total: more than 30: 31"),
    ("score", ("rounding", "total"), True, "rounding.total: not a whole number: true"),
    ("score", ("rounding", "total"), "2", 'rounding.total: not a whole number: "2"'),
    ("score", ("tie_break",), [], "tie_break: needs at least 1 of them, not 0"),
    ("score", ("tie_break",), ["total"] * 4, "tie_break: more than 3 of them"),
    ("scorecard", ("suppliers", 0, "scores", "quality"), "x", "suppliers[0].scores.quality: not a number"),
    ("kraljic", ("axes", "supply_risk", "shape"), {"kind": "exponential"}, "axes.supply_risk.shape.rho: missing"),
    ("kraljic", ("axes", "supply_risk", "high_means"), "high_impact", "axes.supply_risk.high_means: expected"),
    ("match", ("receipts", 0, "accepted"), "-1", 'receipts[0].accepted: negative: "-1"'),
    ("match", ("tolerance", "quantity", "side"), "under", 'tolerance.quantity.side: expected "over" or "both"'),
]


def spoiled(name, path, value):
    """A deep copy of the good input with one value replaced or removed."""
    data = copy.deepcopy(GOOD[name])
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is REMOVE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data
