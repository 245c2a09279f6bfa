"""Who may see what hangs on suppliers, and how their events read."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.audit.texts import register_text
from srm.reference.models import Category
from srm.subjects import register_subject
from srm.ui.doors import supplier_of
from suppliers import events
from suppliers.models import Certificate, JointPlan, Scorecard, ScorecardCriterion, Supplier, SupplyFact
from suppliers.policies.supplier import may_edit_supplier, may_manage_plan
from suppliers.states import QualificationStatus, Segment


def register() -> None:
    """Register subjects and texts."""
    _register_subjects()
    _register_supplier_texts()
    _register_texts()


def _register_subjects() -> None:
    register_subject(
        Supplier,
        sees=_sees(Supplier),
        adds=_adds_to_supplier,
        url=lambda s: s.get_absolute_url(),
        portal_url=lambda _s: reverse("suppliers:portal-company"),
    )
    register_subject(
        Certificate,
        sees=_sees(Certificate),
        adds=lambda user, c: may_edit_supplier(user, c.supplier),
        url=lambda c: c.supplier.get_absolute_url(),
        portal_url=lambda _c: reverse("suppliers:portal-company"),
    )
    register_subject(
        JointPlan,
        sees=_sees(JointPlan),
        adds=_adds_to_plan,
        url=lambda p: p.get_absolute_url(),
        portal_url=lambda p: reverse("suppliers:portal-joint-plan-detail", args=[p.public_id]),
    )
    register_subject(
        SupplyFact,
        sees=lambda user, fact: SupplyFact.objects.visible_to(user).filter(pk=fact.pk).exists(),
        adds=lambda _user, _fact: False,
        url=lambda fact: fact.supplier.get_absolute_url(),
    )
    register_subject(
        Scorecard,
        sees=_sees(Scorecard),
        adds=lambda _user, _card: False,
        url=lambda c: c.get_absolute_url(),
        portal_url=lambda _c: reverse("suppliers:portal-scorecard"),
    )


def _sees(model: Any) -> Any:
    """Each reader by his own door."""

    def sees(user: Any, obj: Any) -> bool:
        if not user.is_portal:
            return model.objects.visible_to(user).filter(pk=obj.pk).exists()
        supplier = supplier_of(user)
        return bool(supplier) and model.objects.for_supplier(supplier).filter(pk=obj.pk).exists()

    return sees


def _adds_to_supplier(user: Any, supplier: Supplier) -> bool:
    return _sees(Supplier)(user, supplier)


def _adds_to_plan(user: Any, plan: JointPlan) -> bool:
    return _sees(JointPlan)(user, plan) if user.is_portal else may_manage_plan(user, plan)


def _register_supplier_texts() -> None:
    register_text(events.SupplierCreated, _("Entered"))
    register_text(events.SupplierChanged, _("Profile changed"), supplier=True)
    register_text(events.SupplierApplied, _("Applied"), supplier=True, tone="waiting")
    register_text(events.SupplierConfirmed, _("Confirmed"), supplier=True, tone="good")
    register_text(events.SupplierSuspended, _("Suspended: %(reason)s"), supplier=True, tone="waiting")
    register_text(events.SupplierResumed, _("Resumed: %(reason)s"), supplier=True, tone="good")
    register_text(events.SupplierBlocked, _("Blocked: %(reason)s"), tone="late")
    register_text(events.SupplierInvited, _("%(email)s invited"), supplier=True)
    register_text(events.InvitationAccepted, _("%(email)s accepted the invitation"), supplier=True, tone="good")
    register_text(events.InvitationRevoked, _("Invitation of %(email)s taken back"), supplier=True)
    register_text(events.MembershipGiven, _("%(email)s may act for the supplier"), supplier=True)
    register_text(events.MembershipEnded, _("%(email)s no longer acts for the supplier"), supplier=True)


def _category_names() -> dict[str, str]:
    return {category.code: str(category) for category in Category.objects.only("code", "name", "names")}


def _criterion_names() -> dict[str, str]:
    return {criterion.code: str(criterion) for criterion in ScorecardCriterion.objects.all()}


def _register_texts() -> None:
    register_text(
        events.BankAccountProposed,
        _("Bank account ending %(iban_end)s entered"),
        supplier=True,
        tone="waiting",
        roles=ORGANISATION_ROLES,
    )
    register_text(
        events.BankAccountConfirmed,
        _("Bank account ending %(iban_end)s confirmed"),
        supplier=True,
        tone="good",
        roles=ORGANISATION_ROLES,
    )
    register_text(
        events.BankAccountRejected, _("Bank account ending %(iban_end)s rejected: %(reason)s"), supplier=True,
        tone="late", roles=ORGANISATION_ROLES)  # fmt: skip
    register_text(events.QualificationRequested, _("Qualification for %(category)s asked for"), supplier=True,
                  codes={"category": _category_names})  # fmt: skip
    register_text(events.QualificationDecided, _("Qualification for %(category)s decided: %(status)s"), supplier=True,
                  codes={"category": _category_names, "status": QualificationStatus})  # fmt: skip
    register_text(events.CertificateAdded, _("%(name)s added"), supplier=True)
    register_text(events.CertificateReplaced, _("%(name)s replaced"), supplier=True)
    register_text(events.SupplyRecorded, _("Delivery written down"))
    register_text(events.SupplyWithdrawn, _("Delivery taken back"))
    register_text(events.SupplierSegmented, _("Segment in %(category)s: %(segment)s"),
                  codes={"category": _category_names, "segment": Segment}, roles=ORGANISATION_ROLES)  # fmt: skip
    register_text(events.SupplierReviewed, _("Work in %(category)s gone through together"), supplier=True,
                  codes={"category": _category_names}, roles=ORGANISATION_ROLES)  # fmt: skip
    register_text(events.ReviewRhythmSet, _("Months between supplier reviews by %(source)s: %(months)s"))
    register_text(
        events.SelfDeclared, _("Revenue and view of us stated for %(year)s"), supplier=True, roles=ORGANISATION_ROLES
    )
    register_text(events.RevenueStated, _("Revenue of %(year)s entered by us"), roles=ORGANISATION_ROLES)
    register_text(
        events.RevenueWithdrawn, _("Our figure for the revenue of %(year)s taken back"), roles=ORGANISATION_ROLES
    )
    register_text(events.AttractivenessJudged, _("How he sees us in %(category)s judged"),
                  codes={"category": _category_names}, roles=ORGANISATION_ROLES)  # fmt: skip
    register_text(events.SupplierRated, _("%(by)s rated %(criterion)s"), codes={"criterion": _criterion_names})
    register_text(events.ScorecardComputed, _("Scorecard computed: %(total)s"))
    register_text(events.ScorecardsAsked, _("All scorecards from %(period_from)s to %(period_to)s asked for"))
    register_text(events.CriterionWeighed, _("Criterion %(code)s now weighs %(weight)s"))
    register_text(events.JointPlanCreated, _("Drafted"))
    register_text(events.JointPlanShared, _("Shared with the supplier"), supplier=True, tone="good")
    register_text(events.JointPlanClosed, _("Closed"), supplier=True)
    register_text(events.JointActionProposed, _("Proposed: %(title)s"), supplier=True, tone="waiting")
    register_text(events.JointActionAgreed, _("Agreed: %(title)s"), supplier=True, tone="good")
    register_text(events.JointActionDeclined, _("Declined: %(title)s. %(reason)s"), supplier=True, tone="late")
    register_text(events.JointActionDone, _("Done: %(title)s"), supplier=True, tone="good")
