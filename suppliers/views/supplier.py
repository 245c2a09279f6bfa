"""The registry of suppliers: the list, one supplier, and the acts of its life."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.reference.models import Category
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle
from suppliers.forms.supplier import NewSupplierForm, SupplierForm
from suppliers.models import (
    BankAccount,
    Scorecard,
    SelfDeclaration,
    Supplier,
    SupplierRevenue,
    SupplierSegment,
    SupplyClass,
    SupplyFact,
)
from suppliers.policies import supplier as may
from suppliers.queries import latest_scorecard
from suppliers.queries.profile import card_view, certificates_of, deliveries_chart
from suppliers.queries.standing import class_of, standings_of_supplier
from suppliers.services import (
    apply_supplier,
    block_supplier,
    confirm_supplier,
    create_supplier,
    resume_supplier,
    suspend_supplier,
    update_supplier,
)
from suppliers.states import SUPPLIER, Band, Segment, SupplierStatus

NEWEST = Scorecard.objects.filter(supplier=OuterRef("pk")).order_by("-period_to", "-pk")


def supplier_or_404(request: HttpRequest, public_id: str) -> Supplier:
    """Fetching is the permission check."""
    visible = Supplier.objects.visible_to(request.user).select_related("owner", "created_by", "confirmed_by")
    return get_object_or_404(visible, public_id=public_id)


def countries(_user: Any) -> list[tuple[str, str]]:
    codes = Supplier.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    return [(code, code) for code in codes]


def categories(_user: Any) -> list[tuple[str, str]]:
    rows = Category.objects.filter(suppliers__isnull=False).distinct().order_by("name")[:60]
    return [(category.code, str(category)) for category in rows]


def segments(user: Any) -> list[tuple[str, Any]]:
    """Who sees no segments must not find suppliers by them."""
    return [] if SupplierSegment.objects.visible_to(user).query.is_empty() else list(Segment.choices)


def segment_words(supplier: Any) -> str:
    """Return the segment in each category, as one cell."""
    return "; ".join(f"{s.category}: {s.get_segment_display()}" for s in supplier.seen_segments)


@method_decorator(staff_page, name="dispatch")
class SupplierList(ListPage):
    title = _("Suppliers")
    template_name = "suppliers/supplier/list.html"
    search_fields = ("number", "name", "legal_name", "tax_id")
    default_sort = "name"
    primary = (_("New supplier"), "suppliers:supplier-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("name", _("Supplier"), "strong", sub="city", sort="name"),
        Column("country", _("Country"), sort="country"),
        Column("tax_id", _("Tax id"), hidden=True),
        Column("owner", _("Looked after by"), "person"),
        Column("total", _("Score"), "number", sort="total", places=1),
        Column("band", _("Band"), value=lambda s: Band(s.band).label if s.band else None, sort="total"),
        Column("status", _("Status"), "status", sort="status"),
        Column("abc", _("ABC by spend"), sort="abc", hidden=True),
        Column("xyz", _("XYZ by evenness"), sort="xyz", hidden=True),
        Column("segments", _("Segments"), value=segment_words, hidden=True),
        Column("created_at", _("Entered"), "when", sort="created_at", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), SupplierStatus.choices),
        Filter("country", _("Country"), countries),
        Filter("band", _("Band"), Band.choices),
        Filter(
            "segment", _("Segment"), segments,
            apply=lambda rows, values: rows.filter(pk__in=_in_segment(values)),
        ),
        Filter(
            "category", _("Category"), categories,
            apply=lambda rows, values: rows.filter(pk__in=_in_category(values)),
        ),
    )  # fmt: skip
    empty = Empty(
        _("No suppliers yet"),
        _("Import your history of orders and deliveries: suppliers, categories and scorecards come out of it."),
        _("Import your history"),
        "suppliers:history-import",
        "building-warehouse",
    )

    def get_queryset(self) -> QuerySet:
        rows = Supplier.objects.visible_to(self.request.user).select_related("owner")
        classes = SupplyClass.objects.visible_to(self.request.user).filter(supplier=OuterRef("pk"))
        segments = SupplierSegment.objects.visible_to(self.request.user).select_related("category")
        return rows.annotate(
            total=Subquery(NEWEST.values("total")[:1]), band=Subquery(NEWEST.values("band")[:1]),
            abc=Subquery(classes.values("abc")[:1]), xyz=Subquery(classes.values("xyz")[:1]),
        ).prefetch_related(Prefetch("segments", segments, to_attr="seen_segments"))  # fmt: skip

    def may_primary(self) -> bool:
        return may.may_create_supplier(self.request.user)

    def get_context(self) -> dict[str, Any]:
        return {"may_import": may.may_import_history(self.request.user)}


def _in_segment(values: list[str]) -> QuerySet:
    return Supplier.objects.filter(segments__segment__in=values).values("pk")


def _in_category(values: list[str]) -> QuerySet:
    return Supplier.objects.filter(categories__code__in=values).values("pk")


@staff_page
def supplier_create(request: HttpRequest) -> HttpResponse:
    if not may.may_create_supplier(request.user):
        raise Http404
    form = NewSupplierForm(request.POST or None)
    return handle(
        request, form, lambda data: create_supplier(by=request.user, **data), template="suppliers/supplier/form.html",
        context={"title": _("New supplier"), "submit": _("Enter supplier")},
        done=_("Entered. Another person confirms the supplier."),
    )  # fmt: skip


@staff_page
def supplier_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_edit_supplier(request.user, supplier):
        raise Http404
    form = SupplierForm(request.POST or None, instance=Supplier.objects.get(pk=supplier.pk))
    return handle(
        request, form, lambda data: update_supplier(supplier=supplier, by=request.user, **data), done=_("Saved."),
        template="suppliers/supplier/form.html", to=supplier,
        context={"title": _("Edit profile"), "back": supplier.get_absolute_url(), "back_label": supplier.name},
    )  # fmt: skip


@staff_page
def supplier_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier, user = supplier_or_404(request, public_id), request.user
    facts = SupplyFact.objects.visible_to(user).filter(supplier=supplier)
    context = {
        "supplier": supplier, "actions": actions_of(user, supplier), "card": card_view(latest_scorecard(supplier)),
        "standings": standings_of_supplier(supplier, user), "supply_class": class_of(supplier),
        "certificates": certificates_of(supplier, user),
        "qualifications": supplier.qualifications.select_related("category", "decided_by"),
        "accounts": BankAccount.objects.visible_to(user).filter(supplier=supplier).select_related("created_by"),
        "revenues": SupplierRevenue.objects.visible_to(user).filter(supplier=supplier).select_related("created_by")[:3],
        "declaration": SelfDeclaration.objects.visible_to(user).filter(supplier=supplier).first(),
        "people": supplier.memberships.active().select_related("user"), "invitations": supplier.invitations.open(),
        "facts": facts.select_related("category", "item").order_by("-received_on", "-pk")[:12],
        "deliveries": deliveries_chart(supplier), "may": permissions_of(user, supplier),
    }  # fmt: skip
    return render(request, "suppliers/supplier/detail.html", context)


def permissions_of(user: Any, supplier: Supplier) -> dict[str, bool]:
    """Which buttons of the page this person has."""
    return {
        "edit": may.may_edit_supplier(user, supplier), "invite": may.may_invite_supplier(user, supplier),
        "qualify": may.may_qualify_supplier(user, supplier), "measure": may.may_compute_scorecard(user),
        "revenue": may.may_state_revenue(user),
        "review": may.may_review_supplier(user), "judge": may.may_judge_attractiveness(user),
        "propose_account": may.may_propose_bank_account(user, supplier),
        "people": may.may_manage_members(user, supplier),
        "rate": may.may_rate_supplier(user), "facts": SupplyFact.objects.visible_to(user).query.is_empty() is False,
    }  # fmt: skip


def actions_of(user: Any, supplier: Supplier) -> list[Any]:
    """The moves of the supplier's life that this person may make now."""
    return open_actions(
        user, supplier, SUPPLIER,
        {
            "apply": may.may_edit_supplier, "confirm": may.may_confirm_supplier, "suspend": may.may_block_supplier,
            "resume": may.may_block_supplier, "block": may.may_block_supplier,
        },
        url_name="suppliers:supplier-{verb}", primary={"confirm", "resume"}, danger={"block"},
        reasons={"suspend", "resume", "block"},
        confirms={"block": _("Business ends for good, and the supplier's people no longer get in.")},
    )  # fmt: skip


MOVES = {
    "suspend": (suspend_supplier, _("Suspended.")),
    "resume": (resume_supplier, _("Business goes on.")),
    "block": (block_supplier, _("Blocked.")),
}


@require_POST
@staff_page
def supplier_judge(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    supplier, (service, done) = supplier_or_404(request, public_id), MOVES[verb]
    reason = request.POST.get("reason", "")
    return act(request, lambda: service(supplier=supplier, reason=reason, by=request.user), to=supplier, done=done)


@require_POST
@staff_page
def supplier_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    return act(request, lambda: confirm_supplier(supplier=supplier, by=request.user), to=supplier, done=_("Confirmed."))


@require_POST
@staff_page
def supplier_apply(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    done = _("Complete: waits for confirmation.")
    return act(request, lambda: apply_supplier(supplier=supplier, by=request.user), to=supplier, done=done)
