"""Navigation, search, tiles, the new menu."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES, PROCUREMENT_ROLES, Role
from srm.clock import shown_today
from srm.reading import counts_of
from srm.ui.doors import supplier_of
from srm.ui.registry import SearchHit, home_tiles, navigation, new_menu, search
from suppliers.models import Certificate, JointAction, JointPlan, Supplier
from suppliers.policies.supplier import may_create_supplier, may_edit_supplier, may_manage_plan
from suppliers.queries import latest_scorecard
from suppliers.queries.profile import card_view, certificates_of, completeness_of
from suppliers.states import Side, SupplierStatus

SEES = (*ORGANISATION_ROLES, Role.ADMIN)


def register() -> None:
    """Hang suppliers into the frame of buyers and of suppliers."""
    _register_buyers()
    _register_portal()


def _register_buyers() -> None:
    navigation.register(
        "segments", _("Suppliers"), "building-warehouse", "suppliers:supplier-list", count=_applied, visible=_sees,
        order=40,
    )  # fmt: skip
    navigation.register(
        "tactics",
        _("Joint plans"),
        "users-group",
        "suppliers:joint-plan-list",
        count=_answers,
        visible=_plans,
        order=30,
    )
    navigation.register(
        "learn", _("Scorecards"), "chart-bar", "suppliers:scorecard-list", visible=_sees, order=40
    )  # fmt: skip
    new_menu.register(
        _("Supplier"), "suppliers:supplier-create", icon="building-warehouse", visible=may_create_supplier, order=60
    )
    new_menu.register(
        _("Joint plan"), "suppliers:joint-plan-create", icon="users-group", visible=may_manage_plan, order=70
    )
    search.register(_("Suppliers"), find)
    search.register(_("Joint plans"), find_plans)
    home_tiles.register("buyer", "suppliers/home/tile.html", buyer_tile, order=70, width=6, visible=_plans)


def _register_portal() -> None:
    navigation.register(
        "", _("Joint plans"), "users-group", "suppliers:portal-joint-plan-list", count=_own_answers, audience="portal",
        order=60,
    )  # fmt: skip
    navigation.register("", _("Company"), "building", "suppliers:portal-company", audience="portal", order=80)
    home_tiles.register("portal", "portal/suppliers/home/documents.html", documents_tile, order=60, width=6)
    home_tiles.register("portal", "portal/suppliers/home/scorecard.html", scorecard_tile, order=70, width=6)
    home_tiles.register("portal", "portal/suppliers/home/profile.html", profile_tile, order=80, width=6)


def find(user: Any, text: str) -> list[SearchHit]:
    """Find suppliers by number, name or tax id."""
    known = Q(number__icontains=text) | Q(name__icontains=text) | Q(tax_id__iexact=text)
    rows = Supplier.objects.visible_to(user).filter(known)[:10]
    return [SearchHit(s.name, s.get_absolute_url(), s.number, "building-warehouse") for s in rows]


def find_plans(user: Any, text: str) -> list[SearchHit]:
    """Find joint plans by number or title, on our side."""
    if user.is_portal:
        return []
    rows = JointPlan.objects.visible_to(user).filter(Q(number__icontains=text) | Q(title__icontains=text))[:10]
    return [SearchHit(p.title, p.get_absolute_url(), p.number, "users-group") for p in rows]


def buyer_tile(user: Any) -> dict[str, Any] | None:
    """What suppliers proposed and wait for, who applied, whose documents end."""
    today = shown_today()
    actions = JointAction.objects.visible_to(user)
    applied, answers, late, expiring = counts_of(
        Supplier.objects.filter(status=SupplierStatus.APPLIED), actions.waiting_for(Side.BUYER),
        actions.owed_by(Side.BUYER).filter(due_on__lt=today), Certificate.objects.visible_to(user).expiring(today),
    )  # fmt: skip
    return {"applied": applied, "answers": answers, "late": late, "expiring": expiring}


def documents_tile(user: Any) -> dict[str, Any] | None:
    """Own documents that end soon."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    ending = [row for row in certificates_of(supplier, user) if row.tone != "neutral"]
    return {"certificates": ending, "may_edit": may_edit_supplier(user, supplier)} if ending else None


def scorecard_tile(user: Any) -> dict[str, Any] | None:
    """How the buyer sees the company, once there is something to see."""
    supplier = supplier_of(user)
    card = card_view(latest_scorecard(supplier)) if supplier else None
    return {"card": card} if card else None


def profile_tile(user: Any) -> dict[str, Any] | None:
    """What the company has still to tell."""
    supplier = supplier_of(user)
    return {"completeness": completeness_of(supplier)} if supplier else None


def _applied(user: Any) -> QuerySet[Supplier] | None:
    """Those who wait to be confirmed."""
    if not user.has_role(*PROCUREMENT_ROLES):
        return None
    return Supplier.objects.filter(status=SupplierStatus.APPLIED)


def _answers(user: Any) -> QuerySet[JointAction]:
    return JointAction.objects.visible_to(user).waiting_for(Side.BUYER)


def _own_answers(user: Any) -> QuerySet[JointAction] | None:
    supplier = supplier_of(user)
    return JointAction.objects.for_supplier(supplier).waiting_for(Side.SUPPLIER) if supplier else None


def _sees(user: Any) -> bool:
    return user.is_superuser or user.has_role(*SEES)


def _plans(user: Any) -> bool:
    return user.has_role(*PROCUREMENT_ROLES, Role.AUDITOR)
