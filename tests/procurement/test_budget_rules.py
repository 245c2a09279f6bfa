from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.budget import EntryKind, Scope, consumed, cost_of, narrowest

D = Decimal
K = EntryKind


def test_an_order_takes_its_amount_from_what_was_approved():
    taken = consumed(K.COMMITMENT, D(90), {K.PRE_COMMITMENT: D(100)})

    assert taken == {K.PRE_COMMITMENT: D(90)}


def test_the_last_order_of_a_line_releases_what_it_came_cheaper():
    taken = consumed(K.COMMITMENT, D(90), {K.PRE_COMMITMENT: D(100)}, is_last=True)

    assert taken == {K.PRE_COMMITMENT: D(100)}


def test_an_invoice_takes_from_the_receipt_first_then_from_the_order():
    taken = consumed(K.ACTUAL, D(120), {K.PRE_COMMITMENT: D(5), K.COMMITMENT: D(40), K.ACCRUAL: D(100)})

    assert taken == {K.ACCRUAL: D(100), K.COMMITMENT: D(20)}


@given(
    amount=st.integers(0, 100_000).map(lambda n: D(n).scaleb(-2)),
    held=st.fixed_dictionaries(
        {
            k: st.integers(-5000, 50_000).map(lambda n: D(n).scaleb(-2))
            for k in (K.PRE_COMMITMENT, K.COMMITMENT, K.ACCRUAL)
        }
    ),
    is_last=st.booleans(),
)
def test_a_booking_never_takes_more_than_is_held(amount, held, is_last):
    taken = consumed(K.ACTUAL, amount, held, is_last=is_last)

    assert all(0 < part <= held[kind] for kind, part in taken.items())
    assert is_last or sum(taken.values()) <= amount


def test_the_narrowest_budget_is_that_of_the_project_then_of_the_article():
    scopes = [Scope(1, "", ""), Scope(2, "STEEL", ""), Scope(3, "", "Line 3"), Scope(4, "METAL", "line 3")]

    assert narrowest(scopes, ["STEEL", "METAL"], "Line 3") == 4
    assert narrowest(scopes, ["steel", "METAL"], "") == 2
    assert narrowest(scopes, ["PACK"], "Line 3") == 3
    assert narrowest(scopes, ["PACK"], "Line 4") == 1
    assert narrowest(scopes[1:], ["PACK"], "") is None


def test_vat_that_is_got_back_is_no_cost_and_the_rest_is():
    assert cost_of(D("100.00"), D(20), D(100)) == D("100.00")
    assert cost_of(D("100.00"), D(20), D(0)) == D("120.00")
    assert cost_of(D("100.03"), D(20), D(25)) == D("115.03")
