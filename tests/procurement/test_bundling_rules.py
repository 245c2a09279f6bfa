from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from procurement.rules.bundling import Merged, Need, Part, merge, propose, split_back
from procurement.rules.buyer import Candidate, choose, share_out
from procurement.rules.share import Claim, by_need_date, shares

D = Decimal
DAY = date(2026, 3, 1)
CENT, GRAM = D("0.01"), D("0.001")


def need(key, days=0, **fields):
    given = {"category": 1, "entity": 1, "place": 1, "item": 7, "words": "Plate", "unit": "KGM", "quantity": D(10),
             "amount": D(100)}  # fmt: skip
    return Need(key=key, needed_on=DAY + timedelta(days=days), **{**given, **fields})


def tonnes(source, target, _item):
    return {("TNE", "KGM"): D(1000), ("KGM", "TNE"): D("0.001")}.get(
        (source, target), D(1) if source == target else None
    )


def any_quantity(_item):
    return D(0), D(0)


def test_needs_of_one_place_and_time_belong_together():
    found = propose([need(1), need(2, 40), need(3, 95), need(4, place=2), need(5, entity=2)], 92)

    assert [[n.key for n in p.needs] for p in found] == [[1, 2], [3], [4], [5]]


def test_the_same_specification_becomes_one_line_and_the_earliest_day_rules():
    (line,) = merge([need(1, 20), need(2, 5, quantity=D(2), unit="TNE")], tonnes, any_quantity)

    assert (line.unit, line.quantity, line.needed_on) == ("TNE", D("2.010"), DAY + timedelta(days=5))
    assert line.parts == (Part(2, D(2), DAY + timedelta(days=5)), Part(1, D("0.010"), DAY + timedelta(days=20)))


def test_what_does_not_convert_or_is_another_thing_stays_apart():
    words = [need(4, item=None), need(5, item=None, words=" plate ")]

    found = merge([need(1), need(2, unit="C62"), need(3, item=8), *words], tonnes, any_quantity)

    assert [[p.key for p in line.parts] for line in found] == [[1], [2], [3], [4, 5]]


def test_packs_and_the_least_order_leave_a_surplus():
    (line,) = merge([need(1, quantity=D(30)), need(2, quantity=D(25))], tonnes, lambda _item: (D(12), D(50)))

    assert (line.quantity, line.surplus) == (D(60), D(5))


def numbers(least, most, places):
    """Decimals of so many places; drawn as whole numbers, which is quick."""
    return st.integers(least * 10**places, most * 10**places).map(lambda n: D(n).scaleb(-places))


quantities = st.lists(st.integers(1, 5_000_000).map(lambda n: D(n).scaleb(-3)), min_size=1, max_size=8)


@given(parts=quantities, bought=numbers(0, 60000, 3), money=numbers(0, 10**7, 2))
def test_what_is_split_back_adds_up_to_the_gram_and_to_the_cent(parts, bought, money):
    merged = Merged(7, "", "KGM", sum(parts), D(0), DAY, tuple(Part(i, q, DAY) for i, q in enumerate(parts)), D(0))

    back = split_back(merged, bought, money)

    assert sum(q for q, _m in back.values()) == min(bought, sum(parts))
    assert all(0 <= back[i][0] <= q for i, q in enumerate(parts))
    paid = sum(m for _q, m in back.values())
    assert paid == money if bought <= sum(parts) else paid <= money


@given(whole=numbers(-1000, 10**6, 2), weights=st.lists(numbers(0, 999, 3), min_size=1, max_size=12))
def test_shares_add_up_and_lie_within_a_cent_of_what_is_due(whole, weights):
    parts = shares(whole, weights, CENT)

    assert sum(parts) == whole
    total = sum(weights)
    if total:
        assert all(abs(part - whole * weight / total) < CENT for part, weight in zip(parts, weights, strict=True))


@given(parts=quantities, days=st.data(), delivered=numbers(0, 60000, 3))
def test_a_short_delivery_goes_to_whoever_needs_it_first(parts, days, delivered):
    claims = [
        Claim(i, quantity, DAY + timedelta(days=days.draw(st.integers(0, 3)))) for i, quantity in enumerate(parts)
    ]

    given_to = by_need_date(delivered, claims)

    assert sum(given_to.values()) == min(delivered, sum(parts))
    for claim in claims:
        short = given_to[claim.key] < claim.quantity
        later = [c for c in claims if c.needed_on > claim.needed_on and given_to[c.key] > 0]
        assert not (short and later)
        assert given_to[claim.key] <= claim.quantity


def test_a_line_goes_to_whoever_knows_the_nearest_category_and_has_room():
    buyers = [Candidate(1, "0001", 5, 0, 10), Candidate(2, "00010002", 3, 4, 8), Candidate(3, "00010002", 4, 9, 9)]

    assert choose("000100020003", buyers) == 2
    assert choose("00010009", buyers) == 1
    assert choose("0009", buyers) is None


def test_when_all_are_full_the_least_loaded_takes_it():
    assert choose("0001", [Candidate(1, "0001", 3, 20, 10), Candidate(2, "0001", 3, 12, 10)]) == 2


def test_of_several_lines_each_counts_for_the_next():
    buyers = [Candidate(1, "0001", 5, 8, 10), Candidate(1, "0002", 5, 8, 10), Candidate(2, "0001", 4, 7, 10)]

    assert share_out(["0001", "0001", "0001", "0002", "0001", "0009"], buyers) == [2, 1, 2, 1, 2, None]
