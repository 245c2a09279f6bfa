"""All categories segmented at once: the same as one by one and as a plain reading of the rules, and no more queries."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.events.models import Event
from srm.events.services import broken_link
from suppliers.models import (
    PreferenceRecord,
    Scorecard,
    SegmentRecord,
    Supplier,
    SupplierPreference,
    SupplierReview,
    SupplierSegment,
    SupplyFact,
)
from suppliers.rules.segment import next_review_on, segment
from suppliers.services import resegment, resegment_all
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db
QUADRANTS = ("strategic", "leverage", "bottleneck", "routine", "")


def a_market(rng, categories=4, suppliers=7):
    """Suppliers (one of them our own warehouse) with deliveries new, old and to come, scores, wishes and reviews."""
    today = organisation_today()
    found = [CategoryFactory() for _ in range(categories)]
    people = [SupplierFactory(is_own=n == 0) for n in range(suppliers)]
    facts, reviews = [], []
    for category in found:
        for supplier in rng.sample(people, rng.randint(0, suppliers)):
            facts += [
                SupplyFact(
                    supplier=supplier, category=category, quantity=1, amount=rng.choice([0, 5, 100, 999]),
                    received_on=rng.choice([None, today + timedelta(days=9), *(today - timedelta(days=d)
                                            for d in (0, 10, 729, 731, 2000))]),
                    source="t", source_key=f"{category.pk}/{supplier.pk}/{n}",
                )
                for n in range(rng.randint(1, 3))
            ]  # fmt: skip
        for supplier in rng.sample(people, 2):
            supplier.qualifications.get_or_create(category=category)
            held_on = today - timedelta(days=rng.randint(1, 300))
            reviews.append(SupplierReview(supplier=supplier, category=category, held_on=held_on))
    SupplyFact.objects.bulk_create(facts)
    SupplierReview.objects.bulk_create(reviews)
    for supplier in rng.sample(people, suppliers - 2):
        for months in (3, 6):
            day = today - timedelta(days=30 * months)
            total = rng.choice([None, 20, 60, 90])
            supplier.scorecards.create(period_from=day, period_to=day, total=total, coverage=1)
    return found


def standings(model=SupplierSegment):
    fields = ("category", "supplier", "quadrant", "share", "performance", "segment", "period")
    more = ("care", "review_due_on") if model is SupplierSegment else ()
    return sorted(model.objects.values_list(*fields, *more), key=str)


def views():
    rows = SupplierPreference.objects.values_list("category", "supplier", "preference", "sales_share")
    records = PreferenceRecord.objects.values_list("category", "supplier", "preference", "sales_share", "period")
    return sorted(rows, key=str), sorted(records, key=str)


def read_plainly(category, quadrant):
    """Segment, share and score by supplier, as the guide tells it."""
    today = organisation_today()
    newest = max(f.received_on for f in SupplyFact.objects.all() if f.received_on and f.received_on <= today)
    facts = [f for f in SupplyFact.objects.filter(category=category) if not f.supplier.is_own]
    counted = [f for f in facts if f.received_on and newest - timedelta(days=730) <= f.received_on <= newest]
    total = sum(f.amount for f in counted)
    known = {f.supplier for f in facts} | set(Supplier.objects.filter(qualifications__category=category, is_own=False))
    found = {}
    for supplier in known:
        card = Scorecard.objects.filter(supplier=supplier).order_by("-period_to", "-pk").first()
        amount, score = sum(f.amount for f in counted if f.supplier == supplier), card.total if card else None
        share = (amount / total).quantize(Decimal("0.0001")) if amount else None
        name = segment(quadrant, score, share)
        review = SupplierReview.objects.filter(supplier=supplier, category=category).order_by("-held_on").first()
        due = next_review_on(review.held_on if review else today, name)
        found[supplier.pk] = (name.value, share, score, due)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_together_is_one_by_one_and_what_the_rules_say(seed):
    rng = random.Random(seed)
    categories = a_market(rng)
    first = {category: rng.choice(QUADRANTS) for category in categories}
    then = {category: rng.choice(QUADRANTS) for category in categories}

    def after(how):
        SupplierSegment.objects.all().delete()
        SegmentRecord.objects.all().delete()
        SupplierPreference.objects.all().delete()
        PreferenceRecord.objects.all().delete()
        told = Event.objects.filter(name="SupplierSegmented").count()
        for period, quadrants in (("H1", first), ("H1", then), ("H2", first)):
            how(quadrants, period)
        told = list(Event.objects.filter(name="SupplierSegmented").order_by("pk")[told:])
        return (
            standings(), standings(SegmentRecord), views(), sorted((e.subject_id, str(e.data)) for e in told),
        )  # fmt: skip

    def one_by_one(quadrants, period):
        for category, quadrant in quadrants.items():
            resegment(category=category, quadrant=quadrant, by=SYSTEM, period=period)

    apart = after(one_by_one)
    together = after(lambda quadrants, period: resegment_all(quadrants=quadrants, by=SYSTEM, period=period))

    assert together == apart
    assert not [s for s in Supplier.objects.all() if broken_link(s)]
    SupplierSegment.objects.all().delete()
    resegment_all(quadrants=then, by=SYSTEM)
    for category, quadrant in then.items():
        rows = SupplierSegment.objects.filter(category=category)
        assert {
            r.supplier_id: (r.segment, r.share, r.performance, r.review_due_on) for r in rows
        } == read_plainly(category, quadrant)  # fmt: skip


def test_the_queries_do_not_grow_with_the_categories():
    counts = []
    for categories in (2, 9):
        quadrants = dict.fromkeys(a_market(random.Random(5), categories), "strategic")
        with CaptureQueriesContext(connection) as queries:
            resegment_all(quadrants=quadrants, by=SYSTEM, period="H1")
        with CaptureQueriesContext(connection) as again:
            resegment_all(quadrants=dict.fromkeys(quadrants, "leverage"), by=SYSTEM, period="H1")
        counts.append((len(queries), len(again)))

    assert counts[0] == counts[1]
