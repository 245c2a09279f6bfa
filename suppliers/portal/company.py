"""The supplier's own company: profile, people, accounts, documents, what it can supply, how it is seen."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.ui.doors import portal_page
from srm.ui.views import act, handle
from suppliers.forms.supplier import (
    BankAccountForm,
    CertificateForm,
    InviteForm,
    ProfileForm,
    QualificationForm,
    RenewalForm,
)
from suppliers.models import BankAccount, Certificate, Membership, Qualification, Scorecard, SelfDeclaration, Supplier
from suppliers.policies import supplier as may
from suppliers.queries import latest_scorecard
from suppliers.queries.profile import card_view, certificates_of, completeness_of, deliveries_chart
from suppliers.services import (
    add_certificate,
    apply_supplier,
    end_membership,
    invite_supplier,
    propose_bank_account,
    replace_certificate,
    request_qualification,
    revoke_invitation,
    update_supplier,
)
from suppliers.states import SUPPLIER

COMPANY = "suppliers:portal-company"
PAGE = "components/pages/form.html"


def beside(request: Any, title: Any, submit: Any) -> dict[str, Any]:
    """Context of a form page of one's own company."""
    return {"title": title, "submit": submit, "back": reverse(COMPANY), "back_label": request.supplier.name}


def allowed(ok: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not ok:
        raise Http404


@portal_page
def company(request: Any) -> HttpResponse:
    supplier, user = request.supplier, request.user
    context = {
        "supplier": supplier, "completeness": completeness_of(supplier),
        "certificates": certificates_of(supplier, user), "invitations": supplier.invitations.open(),
        "qualifications": Qualification.objects.for_supplier(supplier).select_related("category"),
        "accounts": BankAccount.objects.for_supplier(supplier),
        "people": Membership.objects.for_supplier(supplier).active().select_related("user"),
        "declaration": SelfDeclaration.objects.for_supplier(supplier).first(),
        "may_edit": may.may_edit_supplier(user, supplier),
        "may_propose_account": may.may_propose_bank_account(user, supplier),
        "may_apply": may.may_edit_supplier(user, supplier) and SUPPLIER.allows(supplier, "apply"),
    }  # fmt: skip
    return render(request, "portal/suppliers/company/detail.html", context)


@portal_page
def company_edit(request: Any) -> HttpResponse:
    supplier = request.supplier
    allowed(may.may_edit_supplier(request.user, supplier))
    form = ProfileForm(request.POST or None, instance=Supplier.objects.get(pk=supplier.pk))
    return handle(
        request, form, lambda data: update_supplier(supplier=supplier, by=request.user, **data), done=_("Saved."),
        template="suppliers/supplier/form.html", to=COMPANY, context=beside(request, _("Company data"), _("Save")),
    )  # fmt: skip


@require_POST
@portal_page
def company_apply(request: Any) -> HttpResponse:
    verb = lambda: apply_supplier(supplier=request.supplier, by=request.user)  # noqa: E731
    return act(request, verb, to=COMPANY, done=_("Sent: the buyer looks at your company."))


@portal_page
def company_invite(request: Any) -> HttpResponse:
    supplier = request.supplier
    allowed(may.may_invite_supplier(request.user, supplier))
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    return handle(
        request, form, lambda data: invite_supplier(supplier=supplier, by=request.user, **data), template=PAGE,
        to=COMPANY, done=_("Invited: the link is on its way."),
        context={
            **beside(request, _("Invite a colleague"), _("Send invitation")),
            "intro": _("Your colleague gets a link by e-mail, valid for 30 days and for one use."),
        },
    )  # fmt: skip


@require_POST
@portal_page
def invitation_revoke(request: Any, public_id: str) -> HttpResponse:
    invitation = get_object_or_404(request.supplier.invitations, public_id=public_id)
    verb = lambda: revoke_invitation(invitation=invitation, by=request.user)  # noqa: E731
    return act(request, verb, to=COMPANY, done=_("Taken back."))


@require_POST
@portal_page
def membership_end(request: Any, public_id: str) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.for_supplier(request.supplier), public_id=public_id)
    verb = lambda: end_membership(membership=membership, by=request.user)  # noqa: E731
    return act(request, verb, to=COMPANY, done=_("The person no longer acts for your company."))


@portal_page
def bank_account_create(request: Any) -> HttpResponse:
    supplier = request.supplier
    allowed(may.may_propose_bank_account(request.user, supplier))
    form = BankAccountForm(request.POST or None, initial={"currency": supplier.currency})
    return handle(
        request, form, lambda data: propose_bank_account(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(request, _("New bank account"), _("Enter account")), to=COMPANY,
        done=_("Entered. It is used once the buyer's finance has confirmed it."), elevated=True,
    )  # fmt: skip


@portal_page
def certificate_create(request: Any) -> HttpResponse:
    supplier = request.supplier
    allowed(may.may_edit_supplier(request.user, supplier))
    form = CertificateForm(request.POST or None, request.FILES or None)
    return handle(
        request, form, lambda data: add_certificate(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(request, _("New document"), _("Add document")), to=COMPANY, done=_("Added."),
    )  # fmt: skip


@portal_page
def certificate_replace(request: Any, public_id: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.for_supplier(request.supplier), public_id=public_id)
    allowed(may.may_edit_supplier(request.user, request.supplier))
    form = RenewalForm(request.POST or None, request.FILES or None)
    title = _("Replace %(name)s") % {"name": certificate.name}
    return handle(
        request, form, lambda data: replace_certificate(certificate=certificate, by=request.user, **data),
        template=PAGE, context=beside(request, title, _("Replace")), to=COMPANY, done=_("Replaced."),
    )  # fmt: skip


@portal_page
def qualification_create(request: Any) -> HttpResponse:
    supplier = request.supplier
    allowed(may.may_request_qualification(request.user, supplier))
    form = QualificationForm(request.POST or None, supplier=supplier)
    return handle(
        request, form, lambda data: request_qualification(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(request, _("What can you supply?"), _("Ask to be qualified")), to=COMPANY,
        done=_("Asked for: a category manager looks at it."),
    )  # fmt: skip


@portal_page
def scorecard(request: Any) -> HttpResponse:
    """How the buyer sees the company: its own figures only."""
    card = latest_scorecard(request.supplier)
    context = {
        "supplier": request.supplier, "card": card_view(card), "deliveries": deliveries_chart(request.supplier),
        "earlier": Scorecard.objects.for_supplier(request.supplier).order_by("-period_to", "-pk")[:10],
    }  # fmt: skip
    return render(request, "portal/suppliers/scorecard/detail.html", context)
