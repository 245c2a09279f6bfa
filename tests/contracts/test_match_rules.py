"""Three-way match, sentence by sentence."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.match.compute import compute


def order_line(name="1", quantity="100", unit_price="10.00"):
    return {"id": name, "quantity": quantity, "unit_price": unit_price}


def invoice_line(quantity="100", unit_price="10.00", amount=None, line="1"):
    amount = amount or str(Fraction(quantity) * Fraction(unit_price))
    return {"line": line, "quantity": quantity, "unit_price": unit_price, "amount": amount}


def case(*rows, accepted="100", ordered=None, tolerance=None, invoice=None, **more):
    """An order of 100 at 10.00, fully accepted, invoiced by ``rows``."""
    rows = list(rows) or [invoice_line()]
    total = str(float(sum(Fraction(row["amount"]) for row in rows)))
    return {
        "tolerance": tolerance or {},
        "order": {"currency": "EUR", "lines": ordered or [order_line()]},
        "receipts": [{"line": "1", "accepted": accepted}],
        "invoice": {"currency": "EUR", "lines": rows, "total": total, **(invoice or {})},
        **more,
    }


def row_of(result):
    (row,) = result["lines"]
    return row


def test_an_invoice_for_what_was_ordered_and_accepted_matches():
    assert compute(case()) == {
        "status": "matched",
        "lines": [{"line": "1", "quantity": "ok", "unit_price": "ok", "amount": "ok"}],
        "faults": [],
        "payable": "1000.00",
    }


@pytest.mark.parametrize(
    ("tolerance", "ordered", "invoiced", "status", "shown"),
    [
        ({"percent": "10"}, "100", "95", "matched", "ok"),
        ({"percent": "10"}, "100", "105", "matched", "ok"),
        ({"percent": "10"}, "100", "110", "matched", "ok"),
        ({"percent": "10"}, "100", "80", "exception", "under"),
        ({"percent": "10"}, "100", "120", "exception", "over"),
        ({"absolute": "30"}, "200", "180", "matched", "ok"),
        ({"absolute": "30"}, "200", "220", "matched", "ok"),
        ({"absolute": "30"}, "200", "150", "exception", "under"),
        ({"absolute": "30"}, "200", "260", "exception", "over"),
        ({"percent": "1", "absolute": "30"}, "200", "220", "matched", "ok"),
        ({"percent": "15", "absolute": "3"}, "200", "220", "matched", "ok"),
    ],
)
def test_the_published_quantity_tolerances_on_both_sides(tolerance, ordered, invoiced, status, shown):
    tolerances = {"quantity": {**tolerance, "side": "both"}}

    result = compute(
        case(
            invoice_line(invoiced),
            accepted=ordered,
            ordered=[order_line(quantity=ordered)],
            tolerance=tolerances,
        )
    )

    assert (result["status"], row_of(result)["quantity"]) == (status, shown)


@pytest.mark.parametrize(
    ("side", "price", "status", "shown"),
    [
        ("over", "10.50", "matched", "ok"),
        ("over", "10.51", "exception", "over"),
        ("over", "9.49", "matched", "under"),
        ("both", "9.50", "matched", "ok"),
        ("both", "9.49", "exception", "under"),
    ],
)
def test_five_percent_on_a_price_of_ten(side, price, status, shown):
    result = compute(case(invoice_line("1", price), tolerance={"unit_price": {"percent": "5", "side": side}}))

    assert (result["status"], row_of(result)["unit_price"]) == (status, shown)


def test_a_tolerance_not_given_is_nothing_over():
    over = compute(case(invoice_line("100.001")))
    under = compute(case(invoice_line("99.999")))

    assert (over["status"], row_of(over)["quantity"]) == ("exception", "over")
    assert (under["status"], row_of(under)["quantity"]) == ("matched", "under")


def test_accepted_against_ordered_is_looked_at_too_and_the_worse_is_shown():
    short = compute(case(invoice_line("80"), accepted="80"))
    long = compute(case(invoice_line("120"), accepted="120"))
    worse = compute(case(invoice_line("90"), accepted="120"))

    assert (short["status"], row_of(short)["quantity"]) == ("matched", "under")
    assert (long["status"], row_of(long)["quantity"]) == ("exception", "over")
    assert (worse["status"], row_of(worse)["quantity"]) == ("exception", "over")


def test_percent_of_invoiced_against_accepted_is_of_accepted():
    tolerance = {"quantity": {"percent": "10"}}

    at_limit = compute(case(invoice_line("55"), accepted="50", tolerance=tolerance))
    past_it = compute(case(invoice_line("55.001"), accepted="50", tolerance=tolerance))

    assert (row_of(at_limit)["quantity"], at_limit["payable"]) == ("under", "550.00")
    assert (row_of(past_it)["quantity"], past_it["status"]) == ("over", "exception")


def test_percent_of_an_amount_is_of_the_ordered_value():
    tolerance = {"amount": {"percent": "1"}}

    at_limit = compute(case(invoice_line("50", amount="510.00"), tolerance=tolerance))
    past_it = compute(case(invoice_line("50", amount="510.01"), tolerance=tolerance))

    assert (at_limit["status"], row_of(at_limit)["amount"]) == ("matched", "ok")
    assert (past_it["status"], row_of(past_it)["amount"]) == ("exception", "over")


def test_an_amount_is_held_against_the_product_at_the_minor_unit():
    fine = compute(case(invoice_line("3", "0.3333", amount="1.00")))
    less = compute(case(invoice_line("3", "0.3333", amount="0.99")))

    assert (fine["status"], row_of(fine)["amount"]) == ("matched", "ok")
    assert (less["status"], row_of(less)["amount"]) == ("matched", "under")


def test_receipts_and_invoice_rows_add_up_per_line():
    data = case(invoice_line("60"), invoice_line("40"), accepted="30")
    data["receipts"].append({"line": "1", "accepted": "70", "rejected": "2"})

    result = compute(data)

    assert (result["status"], result["payable"]) == ("matched", "1000.00")
    assert len(result["lines"]) == 1


def test_the_dearer_of_two_rows_is_shown_and_paid_only_up_to_the_ordered_price():
    result = compute(case(invoice_line("50", "9.00"), invoice_line("50", "12.00")))

    assert (result["status"], row_of(result)["unit_price"]) == ("exception", "over")
    assert result["payable"] == "950.00"


def test_earlier_invoices_are_deducted_from_what_was_accepted():
    earlier = [{"line": "1", "quantity": "60"}]

    exact = compute(case(invoice_line("40"), invoiced=earlier))
    over = compute(case(invoice_line("50"), invoiced=earlier))

    assert (exact["status"], exact["payable"]) == ("matched", "400.00")
    assert (over["status"], over["payable"]) == ("exception", "400.00")


def test_a_tolerance_is_used_up_by_earlier_invoices():
    result = compute(
        case(
            invoice_line("10"),
            invoiced=[{"line": "1", "quantity": "105"}],
            tolerance={"quantity": {"percent": "10"}},
        )
    )

    assert (result["status"], result["payable"]) == ("exception", "50.00")


def test_nothing_is_payable_once_more_than_the_tolerance_was_invoiced():
    result = compute(case(invoice_line("10"), invoiced=[{"line": "1", "quantity": "105"}]))

    assert (result["status"], result["payable"]) == ("exception", "0.00")


def test_payable_is_limited_in_quantity_and_price():
    tolerance = {"quantity": {"absolute": "5"}, "unit_price": {"percent": "10"}}

    result = compute(case(invoice_line("200", "20.00"), tolerance=tolerance))

    assert result["payable"] == "1155.00"


def test_ordered_lines_not_invoiced_are_left_out():
    result = compute(case(ordered=[order_line("0"), order_line("1")]))

    assert [row["line"] for row in result["lines"]] == ["1"]


def test_an_invoice_in_another_currency_pays_nothing():
    result = compute(case(invoice={"currency": "USD"}))

    assert result["faults"] == ["invoice.currency is USD but the order is in EUR"]
    assert (result["status"], result["payable"]) == ("exception", "0.00")


def test_a_line_that_was_not_ordered_is_a_fault_once():
    data = case(invoice_line(), invoice_line("1", line="9"), invoice_line("1", line="9"))
    data["receipts"].append({"line": "9", "accepted": "2"})
    data["invoiced"] = [{"line": "9", "quantity": "1"}]

    result = compute(data)

    assert result["faults"] == ["invoice line 9 was not ordered"]
    assert [row["line"] for row in result["lines"]] == ["1"]
    assert (result["status"], result["payable"]) == ("exception", "0.00")


def test_a_line_of_which_nothing_was_accepted_is_a_fault():
    result = compute(case(accepted="0"))

    assert result["faults"] == ["nothing was accepted of invoice line 1"]
    assert (result["status"], result["payable"], row_of(result)["quantity"]) == ("exception", "0.00", "over")


def test_a_total_other_than_its_lines_is_a_fault():
    result = compute(case(invoice_line("95"), invoice={"total": "960.00"}))

    assert result["faults"] == ["invoice.total is 960.00 but its lines add up to 950.00"]
    assert (result["status"], result["payable"]) == ("exception", "0.00")


def test_a_difference_below_the_minor_unit_is_shown_in_full():
    result = compute(case(invoice={"total": "1000.001"}))

    assert result["faults"] == ["invoice.total is 1000.001 but its lines add up to 1000.00"]


def test_taxes_and_gross_total_that_fit_are_no_fault():
    taxes = [
        {"rate": "20", "base": "900.00", "amount": "180.00"},
        {"rate": "7.5", "base": "100.00", "amount": "7.50"},
    ]

    assert compute(case(invoice={"taxes": taxes, "gross_total": "1187.50"}))["status"] == "matched"


def test_a_tax_is_rounded_half_up_to_the_minor_unit():
    taxes = [{"rate": "0.0005", "base": "1000", "amount": "0.01"}]

    assert compute(case(invoice={"taxes": taxes}))["status"] == "matched"


def test_taxes_and_gross_total_are_checked_on_their_own():
    taxes = [{"rate": "20", "base": "950.00", "amount": "191.00"}]

    result = compute(case(invoice={"taxes": taxes, "gross_total": "1140.00"}))

    assert result["faults"] == [
        "invoice.taxes[0].amount is 191.00 but 20 % of 950.00 is 190.00",
        "invoice.taxes have bases of 950.00 but invoice.total is 1000.00",
        "invoice.gross_total is 1140.00 but total and taxes add up to 1191.00",
    ]
    assert result["payable"] == "0.00"


def test_a_gross_total_without_taxes_is_the_net_total():
    assert compute(case(invoice={"gross_total": "1000"}))["status"] == "matched"
    assert compute(case(invoice={"gross_total": "1200", "taxes": []}))["status"] == "exception"


amounts = st.decimals(0, 1000, places=3)


@given(
    accepted=amounts,
    ordered=amounts,
    earlier=amounts,
    rows=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=4),
    quantity=st.decimals(0, 50, places=1),
    price=st.decimals(0, 50, places=1),
)
def test_never_more_is_paid_than_accepted_times_price_within_tolerance(
    accepted, ordered, earlier, rows, quantity, price
):
    result = compute(
        {
            "tolerance": {"quantity": {"percent": str(quantity)}, "unit_price": {"percent": str(price)}},
            "order": {"currency": "EUR", "lines": [order_line(quantity=str(ordered))]},
            "receipts": [{"line": "1", "accepted": str(accepted)}],
            "invoiced": [{"line": "1", "quantity": str(earlier)}],
            "invoice": {
                "currency": "EUR",
                "lines": [{"line": "1", "quantity": str(q), "unit_price": str(p), "amount": "0"} for q, p in rows],
                "total": "0",
            },
        }
    )

    open_quantity = Fraction(accepted) * (1 + Fraction(quantity) / 100) - Fraction(earlier)
    limit = max(Fraction(0), open_quantity) * 10 * (1 + Fraction(price) / 100)
    assert 0 <= Fraction(result["payable"]) <= limit + Fraction("0.005")
