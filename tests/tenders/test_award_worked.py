"""The award calculation's worked examples and the plain meaning of each rule."""

import pytest

from tenders.rules.award import explain
from tenders.rules.award.compute import compute


def lot(name, quantity, **fields):
    return {"id": name, "quantity": quantity, "divisible": True, "whole_units": True, **fields}


def bid(supplier, lot_id, price, **fields):
    return {"supplier": supplier, "lot": lot_id, "unit_price": price, **fields}


def tiered(supplier, lot_id, pricing, *tiers, **fields):
    rows = [{"up_to": up_to, "unit_price": price} for up_to, price in tiers]
    return {"supplier": supplier, "lot": lot_id, "pricing": pricing, "tiers": rows, **fields}


def ask(lots, bids, **fields):
    return {"currency": "EUR", "lots": lots, "bids": bids, **fields}


THREE_VENDORS = ask(
    [lot("L1", "1100")],
    [
        bid("V1", "L1", "500", max_quantity="500"),
        bid("V2", "L1", "350", max_quantity="900"),
        bid("V3", "L1", "250", max_quantity="400"),
    ],
    suppliers=[
        {"id": "V1", "fixed_charge": "5000", "min_quantity": "200"},
        {"id": "V2", "fixed_charge": "4000", "min_quantity": "200"},
        {"id": "V3", "fixed_charge": "6000", "min_quantity": "200"},
    ],
)
ALL_THREE = [{"kind": "require", "supplier": name} for name in ("V1", "V2", "V3")]
DISCOUNTS = ask(
    [lot("L1", "2000")],
    [
        tiered("S1", "L1", "incremental", ("300", "10"), ("600", "7")),
        bid("S2", "L1", "2", max_quantity="800"),
        tiered("S3", "L1", "incremental", ("500", "6"), ("1200", "4")),
    ],
    suppliers=[
        {"id": "S1", "fixed_charge": "100"},
        {"id": "S2", "fixed_charge": "500"},
        {"id": "S3", "fixed_charge": "300"},
    ],
)


def test_three_vendors_with_fixed_charges_cost_355000():
    result = compute(THREE_VENDORS)

    assert result == {
        "status": "optimal",
        "cost": "355000.00",
        "compared_cost": "355000.00",
        "bound": "355000.00",
        "awards": [
            {"supplier": "V2", "lot": "L1", "quantity": "700", "amount": "245000.00"},
            {"supplier": "V3", "lot": "L1", "quantity": "400", "amount": "100000.00"},
        ],
        "charges": [
            {"supplier": "V2", "amount": "4000.00"},
            {"supplier": "V3", "amount": "6000.00"},
        ],
        "bundles": [],
        "uncovered": [],
        "baseline": {"cost": "355000.00"},
        "rule_costs": [],
    }


def test_requiring_all_three_costs_390000_and_only_the_first_rule_is_to_blame():
    result = compute({**THREE_VENDORS, "rules": ALL_THREE})

    assert result["cost"] == "390000.00"
    assert result["baseline"] == {"cost": "355000.00"}
    assert [row["cost"] for row in result["rule_costs"]] == ["35000.00", "0.00", "0.00"]


def test_incremental_discounts_cost_8200():
    result = compute(DISCOUNTS)

    assert result["cost"] == "8200.00"
    assert [(row["supplier"], row["quantity"]) for row in result["awards"]] == [("S2", "800"), ("S3", "1200")]


def test_charges_are_the_winners_own_and_those_of_the_bids_he_wins_with():
    bids = [
        bid("A", "L", "1", max_quantity="6", fixed_charge="3"),
        bid("A", "M", "9", fixed_charge="100"),
        bid("B", "L", "2"),
        bid("B", "M", "2"),
    ]
    suppliers = [{"id": "A", "fixed_charge": "0.5"}, {"id": "B"}, {"id": "C", "fixed_charge": "7"}]

    result = compute(ask([lot("L", "10"), lot("M", "1")], bids, suppliers=suppliers))

    assert result["charges"] == [{"supplier": "A", "amount": "3.50"}]
    assert result["cost"] == "19.50"


def test_all_units_prices_the_whole_quantity_at_its_tier_and_incremental_each_slice():
    tiers = (("10", "5"), ("20", "4"))

    whole = compute(ask([lot("L", "20")], [tiered("A", "L", "all_units", *tiers)]))
    sliced = compute(ask([lot("L", "20")], [tiered("A", "L", "incremental", *tiers)]))

    assert (whole["cost"], sliced["cost"]) == ("80.00", "90.00")


def test_last_tier_caps_the_quantity_and_the_rest_is_uncovered():
    result = compute(ask([lot("L", "25")], [tiered("A", "L", "all_units", ("10", "5"), ("20", "4"))]))

    assert result["status"] == "optimal"
    assert result["uncovered"] == [{"lot": "L", "quantity": "5"}]


def test_indivisible_lot_goes_whole_to_one_supplier():
    bids = [bid("A", "L", "1", max_quantity="9"), bid("B", "L", "3")]

    result = compute(ask([lot("L", "10", divisible=False)], bids))

    assert result["awards"] == [{"supplier": "B", "lot": "L", "quantity": "10", "amount": "30.00"}]


def test_quantities_may_be_thousandths_where_units_are_not_whole():
    rules = [{"kind": "max_share", "supplier": "A", "of": "quantity", "value": "0.3333"}]
    bids = [bid("A", "L", "1"), bid("B", "L", "2")]

    result = compute(ask([lot("L", "1.000", whole_units=False)], bids, rules=rules))

    assert [row["quantity"] for row in result["awards"]] == ["0.333", "0.667"]


BUNDLED = {
    "lots": [lot("L1", "1"), lot("L2", "1"), lot("L3", "1")],
    "bids": [bid("A", name, "10") for name in ("L1", "L2", "L3")],
    "bundles": [
        {"id": "B1", "supplier": "B", "lots": ["L1", "L2"], "amount": "11"},
        {"id": "B2", "supplier": "C", "lots": ["L2", "L3"], "amount": "12"},
    ],
}


def test_bundles_cover_exactly_once_or_pay_for_over_cover():
    once = compute({"currency": "EUR", **BUNDLED})
    over = compute({"currency": "EUR", **BUNDLED, "bids": [], "bundle_cover": "at_least_once"})

    assert (once["cost"], once["bundles"]) == ("21.00", ["B1"])
    assert (over["cost"], over["bundles"], over["uncovered"]) == ("23.00", ["B1", "B2"], [])


def test_favour_lowers_the_compared_cost_but_not_what_is_paid():
    bids = [bid("A", "L", "100"), bid("B", "L", "103")]
    rules = [{"kind": "favour", "supplier": "B", "percent": "5"}]

    result = compute(ask([lot("L", "10")], bids, rules=rules))

    assert (result["cost"], result["compared_cost"], result["bound"]) == ("1030.00", "978.50", "978.50")
    assert result["rule_costs"] == [{"rule": 0, "cost": "30.00"}]


def test_points_come_before_cost():
    bids = [bid("A", "L", "1", points="50"), bid("B", "L", "9", points="80"), bid("C", "L", "8", points="80")]

    result = compute(ask([lot("L", "10")], bids, objective="points"))

    assert [row["supplier"] for row in result["awards"]] == ["C"]


def test_equal_cost_goes_to_fewest_suppliers_and_then_to_the_earliest_bids():
    bids = [bid("B", "L", "2", max_quantity="5"), bid("C", "L", "2"), bid("A", "L", "2")]

    result = compute(ask([lot("L", "10")], bids))

    assert [(row["supplier"], row["quantity"]) for row in result["awards"]] == [("C", "10")]


@pytest.mark.parametrize(
    ("rule", "cost"),
    [
        ({"kind": "max_suppliers", "value": 1}, "40.00"),
        ({"kind": "min_suppliers", "value": 3}, "42.00"),
        ({"kind": "max_lots", "supplier": "*", "value": 1}, "50.00"),
        ({"kind": "exclude", "supplier": "A", "lots": ["L1"]}, "50.00"),
        ({"kind": "max_delivery_days", "value": 10}, "60.00"),
        ({"kind": "min_score", "value": "70"}, "60.00"),
        ({"kind": "max_share", "supplier": "*", "of": "value", "value": "0.5"}, "48.00"),
        ({"kind": "min_share", "supplier": "C", "of": "quantity", "value": "0.5"}, "50.00"),
    ],
)
def test_each_rule_alone_changes_the_award(rule, cost):
    question = ask(
        [lot("L1", "10"), lot("L2", "10")],
        [
            bid("A", "L1", "2", delivery_days=11),
            bid("A", "L2", "2"),
            bid("B", "L1", "3", delivery_days=10),
            bid("B", "L2", "3", delivery_days=9),
            bid("C", "L2", "3"),
        ],
        suppliers=[{"id": "A", "score": "69.99"}, {"id": "B", "score": "70"}],
        rules=[rule],
    )

    result = compute(question)

    assert (result["cost"], result["uncovered"]) == (cost, [])


def test_rule_that_leaves_less_covered_has_no_cost():
    rules = [{"kind": "exclude", "supplier": "A"}]

    result = compute(ask([lot("L", "4")], [bid("A", "L", "1"), bid("B", "L", "1", max_quantity="1")], rules=rules))

    assert result["uncovered"] == [{"lot": "L", "quantity": "3"}]
    assert result["rule_costs"] == [{"rule": 0, "cost": None}]


def test_lot_without_any_bid_is_an_answer_not_a_fault():
    result = compute(ask([lot("L", "7"), lot("M", "1", divisible=False)], []))

    assert (result["status"], result["cost"], result["awards"]) == ("optimal", "0.00", [])
    assert result["uncovered"] == [{"lot": "L", "quantity": "7"}, {"lot": "M", "quantity": "1"}]


def test_rules_that_cannot_hold_are_infeasible_with_a_smallest_conflict():
    rules = [
        {"kind": "max_suppliers", "value": 2},
        {"kind": "favour", "supplier": "V1", "percent": "5"},
        {"kind": "exclude", "supplier": "V1"},
        *ALL_THREE,
        {"kind": "min_suppliers", "value": 3},
    ]

    result = compute({**THREE_VENDORS, "rules": rules})

    assert (result["status"], result["cost"], result["awards"]) == ("infeasible", None, [])
    assert len(result["conflict"]) == 2
    assert result["baseline"] == {"cost": "355000.00"}


TWO_CONFLICTS = [
    {"kind": "require", "supplier": "V1"},
    {"kind": "exclude", "supplier": "V1"},
    {"kind": "require", "supplier": "V2"},
    {"kind": "require", "supplier": "V3"},
    {"kind": "max_suppliers", "value": 1},
]


def test_the_smaller_of_two_conflicts_is_named():
    result = compute({**THREE_VENDORS, "rules": TWO_CONFLICTS})

    assert result["conflict"] == [0, 1]


def test_where_there_are_too_many_sets_to_try_a_conflict_still_has_no_rule_too_many(monkeypatch):
    monkeypatch.setattr(explain, "MOST_SETS", 1)

    result = compute({**THREE_VENDORS, "rules": TWO_CONFLICTS})

    assert result["conflict"] == [2, 3, 4]


@pytest.mark.parametrize(
    ("of", "value", "awards"),
    [
        # the bundle brings C's 4 of L1 on top of the 4 bought: 4 of 8 are exactly half, 3 units would be less
        ("quantity", "0.5", [("A", "4")]),
        ("quantity", "0.51", []),
        # 4 units at 1 are 4 of 9
        ("value", "0.44", [("A", "4")]),
        ("value", "0.45", []),
    ],
)
def test_minimum_share_of_each_winner_counts_what_a_bundle_brings_twice(of, value, awards):
    question = ask(
        [lot("L1", "4"), lot("L2", "1")],
        [bid("A", "L1", "1", points="1"), bid("B", "L1", "2", max_quantity="1", points="1")],
        bundles=[{"id": "B", "supplier": "C", "lots": ["L1", "L2"], "amount": "5"}],
        bundle_cover="at_least_once",
        objective="points",
        rules=[{"kind": "min_share", "supplier": "*", "of": of, "value": value, "lots": ["L1"]}],
    )

    result = compute(question)

    assert result["bundles"] == ["B"]
    assert [(row["supplier"], row["quantity"]) for row in result["awards"]] == awards


def test_a_minimum_and_a_maximum_of_the_same_share_hold_together():
    bids = [bid("A", "L", "1"), bid("B", "L", "2"), bid("C", "L", "3")]
    rules = [
        {"kind": "max_share", "supplier": "A", "of": "quantity", "value": "0.6"},
        {"kind": "min_share", "supplier": "C", "of": "quantity", "value": "0.3"},
        {"kind": "min_share", "supplier": "Z", "of": "quantity", "value": "0"},
    ]

    result = compute(ask([lot("L", "10")], bids, rules=rules))

    assert [(row["supplier"], row["quantity"]) for row in result["awards"]] == [("A", "6"), ("B", "1"), ("C", "3")]


def test_minimum_share_of_a_supplier_without_a_bid_cannot_hold():
    rules = [{"kind": "min_share", "supplier": "Z", "of": "value", "value": "0.1"}]

    result = compute({**THREE_VENDORS, "rules": rules})

    assert (result["status"], result["conflict"]) == ("infeasible", [0])


def test_savings_are_shown_only_if_every_awarded_lot_has_a_baseline():
    bids = [bid("A", "L", "4"), bid("A", "M", "5")]
    known = [lot("L", "10", baseline_unit_price="6"), lot("M", "1", baseline_unit_price="7")]

    both = compute(ask(known, bids))
    one = compute(ask([known[0], lot("M", "1")], bids))

    assert both["savings"] == "22.00"
    assert "savings" not in one


def test_amounts_follow_the_currency_minor_unit_half_up():
    question = ask([lot("L", "1")], [bid("A", "L", "2.5")])

    assert compute({**question, "currency": "JPY"})["cost"] == "3"
    assert compute({**question, "currency": "KWD"})["cost"] == "2.500"
