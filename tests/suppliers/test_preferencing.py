"""How suppliers stand in categories and see us: services, pages, who may read what."""

import io
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted
from srm.events.models import Event
from srm.imports.services import confirm_import, match_columns, preview_import, upload_import
from srm.notifications import waiting
from srm.reference.models import Category, Currency
from suppliers.models import (
    PreferenceRecord,
    SegmentRecord,
    SelfDeclaration,
    SupplierPreference,
    SupplierRevenue,
    SupplierSegment,
    SupplyClass,
)
from suppliers.queries.standing import standings_of_category, standings_of_supplier
from suppliers.services import (
    classify_supply,
    create_joint_plan,
    declare_customer_view,
    hold_review,
    judge_attractiveness,
    rate_supplier,
    record_observation,
    resegment,
    state_revenue,
    update_supplier,
)
from suppliers.states import Gap, Preference
from tenders.models import CommitteeMember
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.tenders import a_published_tender

pytestmark = pytest.mark.django_db
LOW = {"profit": 1, "growth": 1, "payment": 2}
HIGH = {"profit": 5, "growth": 4, "payment": 5}


@pytest.fixture
def cast():
    return make_cast()


def last_year():
    return organisation_today().year - 1


def bought(supplier, category, amount="1000", day=None, key="1"):
    return record_observation(
        supplier=supplier, category=category, quantity=Decimal(10), amount=Decimal(amount), source="receipt",
        source_key=f"{supplier.pk}/{category.pk}/{key}", received_on=day or date(last_year(), 6, 15), by=SYSTEM,
    )  # fmt: skip


def a_standing(cast, quadrant="strategic", *, amount="1000"):
    """The cast's company, bought from last year, segmented in a category of the category manager's."""
    category = CategoryFactory(owner=cast.category_manager)
    bought(cast.company, category, amount)
    cast.company.scorecards.create(
        period_from=date(last_year(), 1, 1), period_to=date(last_year(), 12, 31), total=80, coverage=1, band="good"
    )
    resegment(category=category, quadrant=quadrant, by=SYSTEM)
    return category


def declare(cast, revenue="100000", answers=None, **more):
    return declare_customer_view(
        supplier=cast.company, year=last_year(), revenue=revenue and Decimal(revenue), currency="EUR",
        answers=LOW if answers is None else answers, by=cast.supplier, **more,
    )  # fmt: skip


def view_of(cast, category):
    return SupplierPreference.objects.get(supplier=cast.company, category=category)


@pytest.mark.parametrize(
    ("revenue", "answers", "view"),
    [
        ("20000", HIGH, Preference.CORE),
        ("20000", LOW, Preference.EXPLOITABLE),
        ("20000.40", HIGH, Preference.DEVELOPMENT),
        ("100000", LOW, Preference.NUISANCE),
        (None, LOW, Preference.UNKNOWN),
        ("100000", {"profit": 1, "growth": 1}, Preference.UNKNOWN),
    ],
)
def test_what_a_supplier_states_tells_how_he_sees_us(cast, revenue, answers, view):
    category = a_standing(cast)

    declare(cast, revenue, answers)

    assert view_of(cast, category).preference == view


def test_without_purchases_in_that_year_our_share_is_unknown(cast):
    category = a_standing(cast)
    cast.company.facts.update(received_on=date(last_year() - 1, 6, 15))

    declare(cast)

    assert (view_of(cast, category).sales_share, view_of(cast, category).preference) == (None, Preference.UNKNOWN)


def test_a_currency_without_a_rate_leaves_the_share_unknown(cast):
    category = a_standing(cast)
    Currency.objects.get_or_create(code="JPY", defaults={"name": "Japanese yen", "decimals": 0})

    declare_customer_view(
        supplier=cast.company, year=last_year(), revenue=Decimal(100000), currency="JPY", answers=LOW, by=cast.supplier
    )

    assert view_of(cast, category).sales_share is None


def test_the_same_year_again_corrects_the_statement(cast):
    a_standing(cast)
    declare(cast, "100000")
    declare(cast, "50000", HIGH)

    row = SelfDeclaration.objects.get()
    assert (row.revenue, row.answers) == (Decimal("50000.00"), HIGH)
    assert "50000" not in str([e.data for e in Event.objects.filter(name="SelfDeclared")])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 2999}, "year"),
        ({"year": 2001}, "year"),
        ({"revenue": Decimal(0)}, "revenue"),
        ({"revenue": None, "answers": {}}, "revenue"),
        ({"currency": "XXX"}, "currency"),
        ({"answers": {"profit": 6}}, "profit"),
        ({"answers": {"colour": 3}}, "answers"),
    ],
)
def test_a_statement_that_means_nothing_is_refused_at_its_field(cast, change, field):
    given = {"year": last_year(), "revenue": Decimal(10), "currency": "EUR", "answers": LOW} | change

    with pytest.raises(Invalid) as refusal:
        declare_customer_view(supplier=cast.company, by=cast.supplier, **given)

    assert (list(refusal.value.errors), SelfDeclaration.objects.count()) == ([field], 0)


@pytest.mark.parametrize("who", ["rival", "category_manager", "admin"])
def test_nobody_states_for_a_supplier_but_himself(cast, who):
    with pytest.raises(NotPermitted):
        declare_customer_view(supplier=cast.company, year=last_year(), answers=LOW, by=cast.people[who])

    assert SelfDeclaration.objects.count() == 0


def test_our_judgement_counts_and_his_own_words_stay_beside_it(cast):
    category = a_standing(cast)
    declare(cast, "100000", LOW)

    judge_attractiveness(
        supplier=cast.company, category=category, attractiveness=Decimal("4.5"), reason="He calls us first",
        by=cast.buyer,
    )  # fmt: skip
    row = view_of(cast, category)
    assert (row.preference, row.declared, row.judged) == ("development", Decimal("1.33"), Decimal("4.50"))

    resegment(category=category, quadrant="strategic", by=SYSTEM)
    assert view_of(cast, category).judged == Decimal("4.50")
    judge_attractiveness(supplier=cast.company, category=category, attractiveness=None, by=cast.buyer)
    assert (view_of(cast, category).preference, view_of(cast, category).judged_reason) == ("nuisance", "")


@pytest.mark.parametrize(("value", "reason", "field"), [("5.1", "So", "attractiveness"), ("3", "  ", "reason")])
def test_a_judgement_without_reason_or_off_the_scale_is_refused(cast, value, reason, field):
    category = a_standing(cast)

    with pytest.raises(Invalid) as refusal:
        judge_attractiveness(
            supplier=cast.company, category=category, attractiveness=Decimal(value), reason=reason, by=cast.buyer
        )

    assert (list(refusal.value.errors), view_of(cast, category).judged) == ([field], None)


def test_a_rater_of_the_supplier_does_not_read_what_he_states(cast):
    a_standing(cast)
    declare(cast, "123456")
    rate_supplier(supplier=cast.company, criterion="service", score=Decimal(75), source_key="x", by=cast.buyer)

    pages = {
        who: cast.client(who).get(cast.company.get_absolute_url()).content.decode() for who in ("buyer", "finance")
    }

    assert "Stated by the supplier" in pages["finance"]
    assert "Stated by the supplier" not in pages["buyer"]
    assert list(SelfDeclaration.objects.visible_to(cast.buyer)) == []
    assert SupplierPreference.objects.visible_to(cast.buyer).count() == 1


def test_a_committee_member_of_a_running_tender_reads_neither_words_nor_view(cast):
    category = a_standing(cast)
    declare(cast)
    tender = a_published_tender().tender
    CommitteeMember.objects.update_or_create(tender=tender, user=cast.finance, defaults={"role": "member"})

    seen = [
        (SelfDeclaration.objects.visible_to(u).count(), SupplierPreference.objects.visible_to(u).count())
        for u in (cast.finance, cast.auditor)
    ]
    (standing,) = standings_of_category(category, cast.finance)
    assert (seen, standing.preference, standing.flag) == ([(0, 0), (1, 1)], None, "")

    CommitteeMember.objects.create(tender=tender, user=cast.buyer, role="member")
    with pytest.raises(NotPermitted):
        judge_attractiveness(
            supplier=cast.company, category=category, attractiveness=Decimal(2), reason="Slow", by=cast.buyer
        )
    assert view_of(cast, category).judged is None

    type(tender).objects.filter(pk=tender.pk).update(status="awarded")
    assert SelfDeclaration.objects.visible_to(cast.finance).count() == 1


@pytest.mark.parametrize("who", ["requester", "head", "warehouse", "committee"])
def test_departments_see_no_segments_on_a_suppliers_page(cast, who):
    category = a_standing(cast)
    declare(cast, "123456")

    page = cast.client(who).get(cast.company.get_absolute_url())

    assert page.status_code == 200
    assert category.name not in page.content.decode().split("What happened")[0]


@pytest.mark.parametrize(("quadrant", "words"), [("strategic", "Red flag"), ("bottleneck", "Weak spot")])
def test_who_sees_a_nuisance_in_us_is_flagged_where_we_depend_on_him(cast, quadrant, words):
    category = a_standing(cast, quadrant)
    declare(cast)
    client = cast.client("category_manager")

    pages = [
        client.get(cast.company.get_absolute_url()).content.decode(),
        client.get(reverse("procurement:category-detail", args=[category.public_id])).content.decode(),
    ]
    tasks = [t for t in waiting.waiting_for(cast.category_manager) if str(t.action_label) == "Win him over"]

    assert [words in page for page in pages] == [True, True]
    assert [("Red flag" in t.subtitle, t.number) for t in tasks] == [(quadrant == "strategic", cast.company.number)]
    assert not [t for t in waiting.waiting_for(cast.procurement_head) if str(t.action_label) == "Win him over"]


def test_a_nuisance_in_a_leverage_category_is_nobodys_task(cast):
    a_standing(cast, "leverage")
    declare(cast)

    tasks = [t for t in waiting.waiting_for(cast.category_manager) if str(t.action_label) == "Win him over"]

    assert tasks == []


def test_what_the_care_of_a_partner_lacks_waits_for_the_categorys_owner(cast):
    category, second = a_standing(cast), CategoryFactory(owner=cast.category_manager)
    bought(cast.company, second)
    resegment(category=second, quadrant="strategic", by=SYSTEM)
    SupplierSegment.objects.filter(category=category).update(review_due_on=organisation_today() - timedelta(days=1))

    def labels():
        mine = [t for t in waiting.waiting_for(cast.category_manager) if t.number == cast.company.number]
        return sorted(str(t.action_label) for t in mine)

    first, other = standings_of_supplier(cast.company, cast.category_manager)
    assert first.gaps == [Gap.OWNER, Gap.PLAN, Gap.REVIEW]
    assert other.gaps == [Gap.OWNER, Gap.PLAN]
    assert labels() == ["Hold the review", "Make a joint plan", "Name an owner"]

    cast.company.owner = cast.buyer
    cast.company.save(update_fields=["owner"])
    create_joint_plan(supplier=cast.company, title="On time", by=cast.buyer)
    hold_review(supplier=cast.company, category=category, held_on=organisation_today(), by=cast.buyer)
    assert labels() == []


def test_a_review_moves_the_next_one_and_an_older_one_moves_it_not_back(cast):
    category, today = a_standing(cast), organisation_today()
    hold_review(supplier=cast.company, category=category, held_on=today, by=cast.buyer)
    due = SupplierSegment.objects.get().review_due_on
    hold_review(supplier=cast.company, category=category, held_on=today - timedelta(days=200), by=cast.buyer)

    assert due > today + timedelta(days=80)
    assert SupplierSegment.objects.get().review_due_on == due
    with pytest.raises(Invalid):
        hold_review(supplier=cast.company, category=category, held_on=today + timedelta(days=1), by=cast.buyer)
    resegment(category=category, quadrant="strategic", by=SYSTEM)
    assert (SupplierSegment.objects.get().review_due_on, cast.company.reviews.count()) == (due, 2)


def test_a_review_waits_for_the_categorys_owner_else_for_who_looks_after_the_supplier_two_weeks_before(cast):
    category = a_standing(cast)
    update_supplier(supplier=cast.company, owner=cast.buyer, by=cast.buyer)

    def asked():
        people = (cast.category_manager, cast.buyer, cast.procurement_head)
        return [any(str(t.action_label) == "Hold the review" for t in waiting.waiting_for(p)) for p in people]

    assert asked() == [False, False, False]
    SupplierSegment.objects.update(review_due_on=organisation_today() + timedelta(days=14))
    assert asked() == [True, False, False]
    type(category).objects.filter(pk=category.pk).update(owner=None)
    assert asked() == [False, True, False]
    SupplierSegment.objects.update(review_due_on=organisation_today() + timedelta(days=15))
    assert asked() == [False, False, False]


def test_the_segment_of_the_last_cycle_stands_beside_the_present_one(cast):
    category = a_standing(cast)
    for period, quadrant in (("2026-H1", "leverage"), ("2026-H1", "strategic"), ("2026-H2", "bottleneck")):
        resegment(category=category, quadrant=quadrant, period=period, by=SYSTEM)

    (standing,) = standings_of_category(category, cast.buyer)

    assert (standing.segment.segment, standing.previous.period, standing.previous.segment) == (
        "secure", "2026-H1", "partner",
    )  # fmt: skip
    assert standing.has_moved
    assert SegmentRecord.objects.count() == 2


def test_a_share_is_of_the_last_two_years(cast):
    category, old = CategoryFactory(), SupplierFactory()
    bought(old, category, "9000", date(last_year() - 4, 6, 15))
    bought(cast.company, category, "1000")

    resegment(category=category, quadrant="leverage", by=SYSTEM)

    shares = dict(category.segments.values_list("supplier", "share"))
    assert shares == {old.pk: None, cast.company.pk: Decimal("1.0000")}


def test_the_queries_of_a_segmentation_do_not_grow_with_the_suppliers(cast):
    category, counts = CategoryFactory(), []
    for suppliers in (2, 10):
        for n in range(suppliers):
            bought(SupplierFactory(), category, str(100 + n))
        resegment(category=category, quadrant="leverage", period="2026-H1", by=SYSTEM)  # records the new ones
        with CaptureQueriesContext(connection) as queries:
            resegment(category=category, quadrant="leverage", period="2026-H1", by=SYSTEM)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_suppliers_and_categories_are_classed_from_whole_months(cast):
    steady, rare, category = SupplierFactory(), SupplierFactory(), CategoryFactory()
    for month in range(1, 13):
        bought(steady, category, "100", date(last_year(), month, 10), key=str(month))
    bought(rare, category, "200", date(last_year(), 1, 20))
    bought(rare, category, "999999", date(last_year() + 1, 1, 5), key="in the month that still runs")

    assert classify_supply(by=SYSTEM) == 3

    found = {c.supplier or c.category: (c.abc, c.xyz, c.spend, c.months) for c in SupplyClass.objects.all()}
    assert found == {
        steady: ("A", "X", Decimal("1200.00"), 12),
        rare: ("B", "Z", Decimal("200.00"), 12),
        category: ("A", "X", Decimal("1400.00"), 12),
    }


def test_who_sold_nothing_in_the_period_loses_his_class(cast):
    category, gone = CategoryFactory(), SupplierFactory()
    bought(gone, category, "100", date(last_year() - 3, 3, 3))
    bought(gone, category, "100", date(last_year() - 3, 4, 3), key="2")
    classify_supply(by=SYSTEM)
    assert gone.supply_class.abc == "A"
    bought(cast.company, category, day=date(last_year(), 5, 5))
    bought(cast.company, category, day=date(last_year(), 6, 5), key="2")

    classify_supply(by=SYSTEM)

    assert list(SupplyClass.objects.filter(supplier__isnull=False).values_list("supplier", flat=True)) == [
        cast.company.pk
    ]


def test_the_list_of_suppliers_is_exported_with_its_classes_and_segments(cast):
    category = a_standing(cast)
    bought(cast.company, category, day=date(last_year() + 1, 1, 5), key="newest")
    classify_supply(by=SYSTEM)

    sheet = cast.client("buyer").get(reverse("suppliers:supplier-list") + "?export=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)

    own = dict(zip(rows[0], next(r for r in rows if r[0] == cast.company.number), strict=True))
    assert (own["ABC by spend"], own["Segments"]) == ("A", f"{category}: Partner")


def a_sheet(*rows):
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return SimpleUploadedFile("judgements.xlsx", buffer.getvalue())


def previewed(sheet, by):
    run = upload_import(kind="supplier-segments", upload=sheet, by=by)
    return preview_import(run=match_columns(run=run, mapping=run.mapping, by=by), by=by)


def sheet_of(cast, who="buyer"):
    out = cast.client(who).get(reverse("imports:export", args=["supplier-segments"]))
    heads, *rows = list(openpyxl.load_workbook(io.BytesIO(out.content)).active.values)
    return heads, rows


def test_segments_go_out_with_what_people_decided_and_come_in_again(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    category, today = a_standing(cast), organisation_today()
    declare(cast)
    for period, quadrant in (("2026-H1", "leverage"), ("2026-H2", "strategic")):
        resegment(category=category, quadrant=quadrant, period=period, by=SYSTEM)
    heads, (row,) = sheet_of(cast)
    named = dict(zip(heads, row, strict=True))
    assert row[:7] == (cast.company.number, category.code, None, None, None, None, None)
    assert (named["Segment"], named["Segment of the last cycle"]) == ("Partner", "2026-H1: Compete")
    assert (named["How he sees us"], named["His view of the last cycle"]) == ("Nuisance", "2026-H1: Nuisance")
    assert (named["Share of spend, %"], named["Our share of his sales, %"], named["Quadrant"]) == (
        100, 1, "Strategic",
    )  # fmt: skip

    given = (*row[:2], 2, "Slow answers", cast.buyer.email, today, "Weekly calls", *row[7:])
    run = previewed(a_sheet(heads, given), cast.buyer)
    assert (run.problems, view_of(cast, category).judged) == ([], None)
    confirm_import(run=run, by=cast.buyer)

    cast.company.refresh_from_db()
    review = cast.company.reviews.get()
    assert (view_of(cast, category).judged, view_of(cast, category).judged_reason) == (Decimal("2.00"), "Slow answers")
    assert (cast.company.owner, review.held_on, review.note) == (cast.buyer, today, "Weekly calls")


def test_a_sheet_of_segments_that_comes_back_unchanged_changes_nothing(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    category = a_standing(cast)
    pair = {"supplier": cast.company, "category": category, "by": cast.buyer}
    judge_attractiveness(attractiveness=Decimal(4), reason="Calls first", **pair)
    hold_review(held_on=organisation_today() - timedelta(days=3), note="Fine", **pair)
    update_supplier(supplier=cast.company, owner=cast.buyer, by=cast.buyer)
    Category.objects.add_child(category, {"code": "BELOW", "name": "Now one below"})
    heads, rows = sheet_of(cast)
    events = Event.objects.filter(subject_type="suppliers.supplier").count()

    run = previewed(a_sheet(heads, *rows), cast.buyer)
    confirm_import(run=run, by=cast.buyer)

    assert (run.problems, Event.objects.filter(subject_type="suppliers.supplier").count()) == ([], events)


def test_what_is_wrong_in_a_sheet_of_segments_is_told_by_cell(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    category, other = a_standing(cast), CategoryFactory()
    number, day = cast.company.number, organisation_today()
    heads = ("supplier", "category", "attractiveness", "reason", "owner", "reviewed on")
    rows = (
        (number, category.code, 6, "So", None, None),
        ("Nobody", category.code, 3, "So", None, None),
        (number, category.code, 3, None, cast.buyer.email, day + timedelta(days=1)),
        (number, other.code, None, None, cast.category_manager.email, day),
        (number, category.code, None, None, cast.requester.email, None),
    )

    run = previewed(a_sheet(heads, *rows), cast.buyer)

    assert sorted(p["cell"] for p in run.problems) == ["A3", "C2", "D4", "E5", "E6", "F4", "F5"]
    assert (cast.company.reviews.count(), view_of(cast, category).judged) == (0, None)


def test_the_portal_takes_a_statement_and_shows_it_again(cast):
    url = reverse("suppliers:portal-declare")
    client = cast.client("supplier")

    refused = client.post(url, {"year": last_year(), "revenue": "-5", "currency": "EUR"})
    assert (refused.status_code, SelfDeclaration.objects.count()) == (422, 0)
    saved = client.post(url, {"year": last_year(), "revenue": "250000", "currency": "EUR", **LOW})

    assert saved.status_code == 302
    assert SelfDeclaration.objects.get().answers == LOW
    page = client.get(reverse("suppliers:portal-company")).content.decode()
    assert "250,000" in page


def test_all_of_it_can_be_done_by_rest(cast):
    category = a_standing(cast)
    buyer, supplier = program_of(cast.buyer), program_of(cast.supplier)
    pair = {"supplier": cast.company.public_id, "category": category.code}

    stated = supplier.post(
        api("portal-self-declaration-list"),
        {"year": last_year(), "revenue": "100000", "currency": "EUR", "answers": LOW},
    )
    wrong = supplier.post(api("portal-self-declaration-list"), {"year": 2999, "answers": LOW})
    bare = buyer.post(api("supplier-preference-list"), {**pair, "attractiveness": "4"})
    judged = buyer.post(api("supplier-preference-list"), {**pair, "attractiveness": "4", "reason": "Calls first"})
    review = buyer.post(api("supplier-review-list"), {**pair, "held_on": organisation_today().isoformat()})
    segments = buyer.get(api("segment-list")).json()["results"]

    assert (stated.status_code, stated.json()["is_self_declared"]) == (201, True)
    assert (wrong.status_code, wrong.json()["errors"][0]["path"]) == (422, "year")
    assert (bare.status_code, bare.json()["errors"][0]["path"]) == (422, "reason")
    assert (judged.status_code, judged.json()["preference"]) == (201, "development")
    assert (review.status_code, segments[0]["review_due_on"] > organisation_today().isoformat()) == (201, True)


def test_the_view_of_the_last_cycle_stands_beside_the_present_one(cast):
    category = a_standing(cast)
    resegment(category=category, quadrant="strategic", period="2026-H1", by=SYSTEM)
    declare(cast, "20000", HIGH)
    declare(cast, "100000", LOW)
    resegment(category=category, quadrant="strategic", period="2026-H2", by=SYSTEM)
    declare(cast, "100000", HIGH)

    (standing,) = standings_of_category(category, cast.buyer)
    page = cast.client("buyer").get(cast.company.get_absolute_url()).content.decode()
    rows = program_of(cast.auditor).get(api("preference-record-list") + "?period=2026-H1").json()["results"]

    assert (standing.preference.preference, standing.previous_view.period, standing.previous_view.preference) == (
        "development", "2026-H1", "nuisance",
    )  # fmt: skip
    assert standing.sees_us_anew
    assert "2026-H1: Nuisance" in page
    assert [(r["period"], r["preference"]) for r in rows] == [("2026-H1", "nuisance")]
    assert PreferenceRecord.objects.count() == 2


def test_who_scores_bids_reads_no_view_of_a_past_cycle_either(cast):
    category = a_standing(cast)
    for period in ("2026-H1", "2026-H2"):
        resegment(category=category, quadrant="strategic", period=period, by=SYSTEM)
    CommitteeMember.objects.update_or_create(
        tender=a_published_tender().tender, user=cast.finance, defaults={"role": "member"}
    )

    seen = [PreferenceRecord.objects.visible_to(u).count() for u in (cast.finance, cast.auditor, cast.requester)]
    (standing,) = standings_of_category(category, cast.finance)

    assert (seen, standing.previous_view) == ([0, 2, 0], None)


def found(cast, revenue="20000", year=None, **more):
    given = {"currency": "EUR", "found_in": "Annual accounts", "by": cast.buyer} | more
    return state_revenue(
        supplier=cast.company, year=year or last_year(), revenue=revenue and Decimal(revenue), **given
    )  # fmt: skip


def test_what_we_found_of_his_sales_counts_until_he_states_it_himself(cast):
    category = a_standing(cast)
    declare(cast, None, LOW)

    found(cast, "20000")
    assert (view_of(cast, category).sales_share, view_of(cast, category).preference) == (
        Decimal("0.050000"), "exploitable",
    )  # fmt: skip
    declare(cast, "100000", LOW)
    assert view_of(cast, category).sales_share == Decimal("0.010000")
    found(cast, None)
    assert view_of(cast, category).sales_share == Decimal("0.010000")


def test_a_newer_year_of_ours_goes_before_an_older_one_of_his(cast):
    category = a_standing(cast)
    declare_customer_view(
        supplier=cast.company, year=last_year() - 1, revenue=Decimal(1000), currency="EUR", answers=LOW,
        by=cast.supplier,
    )  # fmt: skip
    assert view_of(cast, category).sales_share is None

    found(cast, "20000")

    row = view_of(cast, category)
    assert (row.sales_share, row.declared_year) == (Decimal("0.050000"), last_year() - 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 2999}, "year"),
        ({"year": 2001}, "year"),
        ({"revenue": "-1"}, "revenue"),
        ({"revenue": None}, "revenue"),
        ({"currency": "XXX"}, "currency"),
        ({"found_in": " "}, "found_in"),
    ],
)
def test_a_figure_that_means_nothing_is_refused_at_its_field(cast, change, field):
    category = a_standing(cast)

    with pytest.raises(Invalid) as refusal:
        found(cast, **change)

    assert (list(refusal.value.errors), SupplierRevenue.objects.count()) == ([field], 0)
    assert view_of(cast, category).sales_share is None


@pytest.mark.parametrize("who", ["requester", "finance", "supplier"])
def test_only_procurement_enters_what_it_found(cast, who):
    with pytest.raises(NotPermitted):
        found(cast, by=cast.people[who])

    assert SupplierRevenue.objects.count() == 0


def test_what_we_found_is_on_the_page_and_the_profile_has_no_revenue_any_more(cast):
    a_standing(cast)
    found(cast, "1234567")
    url = reverse("suppliers:revenue-state", args=[cast.company.public_id])
    client = cast.client("buyer")

    refused = client.post(url, {"year": last_year(), "revenue": "5", "currency": "EUR", "found_in": ""})
    assert (refused.status_code, SupplierRevenue.objects.get().revenue) == (422, Decimal(1234567))
    client.post(url, {"year": last_year(), "revenue": "7654321", "currency": "EUR", "found_in": "Register"})
    pages = {who: cast.client(who).get(cast.company.get_absolute_url()).content.decode() for who in ("buyer", "head")}

    assert ("Register" in pages["buyer"], "7,654,321" in pages["buyer"]) == (True, True)
    assert "Register" not in pages["head"]
    assert "annual_revenue" not in client.get(reverse("suppliers:supplier-create")).content.decode()
    rows = program_of(cast.buyer).get(api("supplier-revenue-list")).json()["results"]
    assert [(r["year"], r["is_self_declared"]) for r in rows] == [(last_year(), False)]


def test_undated_revenue_becomes_a_dated_figure_and_goes_back(cast):
    step = import_module("suppliers.migrations.0007_revenue_dated")
    apps = MigrationExecutor(connection).loader.project_state(("suppliers", "0007_revenue_dated")).apps
    told, silent = cast.company, SupplierFactory()
    update_supplier(supplier=told, city="Bonn", by=cast.buyer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE suppliers_supplier ADD annual_revenue numeric(18, 2)")
        cursor.execute("UPDATE suppliers_supplier SET annual_revenue = 0 WHERE id = %s", [silent.pk])
        cursor.execute("UPDATE suppliers_supplier SET annual_revenue = 55 WHERE id = %s", [told.pk])

    step.date_revenues(apps, None)

    row = SupplierRevenue.objects.get()
    assert (row.supplier, row.year, row.revenue, row.currency, row.found_in, row.created_by) == (
        told, told.created_at.year - 1, Decimal(55), told.currency, "", None,
    )  # fmt: skip
    step.undate_revenues(apps, None)
    assert not SupplierRevenue.objects.exists()
