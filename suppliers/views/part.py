"""What hangs on a supplier: people, bank accounts, documents, qualifications, the rating of an occasion."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.ui.doors import staff_page
from srm.ui.views import act, handle
from suppliers.forms.performance import RatingForm
from suppliers.forms.supplier import (
    BankAccountForm,
    CertificateForm,
    InviteForm,
    QualificationForm,
    QualifyForm,
    RenewalForm,
)
from suppliers.models import BankAccount, Certificate, Membership, Qualification, Supplier, SupplierInvitation
from suppliers.policies import supplier as may
from suppliers.services import (
    add_certificate,
    confirm_bank_account,
    end_membership,
    invite_supplier,
    propose_bank_account,
    qualify_supplier,
    rate_supplier,
    reject_bank_account,
    reject_qualification,
    replace_certificate,
    request_qualification,
    revoke_invitation,
)
from suppliers.views.supplier import supplier_or_404

PAGE = "components/pages/form.html"


def beside(supplier: Supplier, title: Any, submit: Any) -> dict[str, Any]:
    """Context of a form page that belongs to a supplier."""
    return {"title": title, "submit": submit, "back": supplier.get_absolute_url(), "back_label": supplier.name}


@staff_page
def supplier_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_invite_supplier(request.user, supplier):
        raise Http404
    form = InviteForm(request.POST or None, initial={"email": supplier.email, "role": "admin"})
    return handle(
        request, form, lambda data: invite_supplier(supplier=supplier, by=request.user, **data), template=PAGE,
        to=supplier, done=_("Invited: the link is on its way."),
        context={
            **beside(supplier, _("Invite a person"), _("Send invitation")),
            "intro": _("He gets a link by e-mail, valid for 30 days and for one use."),
        },
    )  # fmt: skip


@require_POST
@staff_page
def invitation_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    invitation = get_object_or_404(SupplierInvitation.objects.select_related("supplier"), public_id=public_id)
    verb = lambda: revoke_invitation(invitation=invitation, by=request.user)  # noqa: E731
    return act(request, verb, to=invitation.supplier, done=_("Taken back."))


@require_POST
@staff_page
def membership_end(request: HttpRequest, public_id: str) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("supplier", "user"), public_id=public_id)
    verb = lambda: end_membership(membership=membership, by=request.user)  # noqa: E731
    return act(request, verb, to=membership.supplier, done=_("The person no longer acts for the supplier."))


@staff_page
def bank_account_create(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_propose_bank_account(request.user, supplier):
        raise Http404
    form = BankAccountForm(request.POST or None, initial={"currency": supplier.currency})
    return handle(
        request, form, lambda data: propose_bank_account(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(supplier, _("New bank account"), _("Enter account")), to=supplier,
        done=_("Entered. Another person of finance confirms it."), elevated=True,
    )  # fmt: skip


def account_or_404(request: HttpRequest, public_id: str) -> BankAccount:
    accounts = BankAccount.objects.visible_to(request.user).select_related("supplier")
    return get_object_or_404(accounts, public_id=public_id)


@require_POST
@staff_page
def bank_account_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    account = account_or_404(request, public_id)
    verb = lambda: confirm_bank_account(account=account, by=request.user)  # noqa: E731
    done = _("Confirmed: payments go to this account now.")
    return act(request, verb, to=account.supplier, done=done, elevated=True)


@require_POST
@staff_page
def bank_account_reject(request: HttpRequest, public_id: str) -> HttpResponse:
    account, reason = account_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: reject_bank_account(account=account, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=account.supplier, done=_("Rejected."))


@staff_page
def certificate_create(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_edit_supplier(request.user, supplier):
        raise Http404
    form = CertificateForm(request.POST or None, request.FILES or None)
    return handle(
        request, form, lambda data: add_certificate(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(supplier, _("New document"), _("Add document")), to=supplier, done=_("Added."),
    )  # fmt: skip


@staff_page
def certificate_replace(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Certificate.objects.visible_to(request.user).select_related("supplier")
    certificate = get_object_or_404(rows, public_id=public_id)
    supplier = certificate.supplier
    if not may.may_edit_supplier(request.user, supplier):
        raise Http404
    form = RenewalForm(request.POST or None, request.FILES or None)
    return handle(
        request, form, lambda data: replace_certificate(certificate=certificate, by=request.user, **data),
        template=PAGE, to=supplier, done=_("Replaced."),
        context=beside(supplier, _("Replace %(name)s") % {"name": certificate.name}, _("Replace")),
    )  # fmt: skip


@staff_page
def qualification_create(request: HttpRequest, public_id: str) -> HttpResponse:
    supplier = supplier_or_404(request, public_id)
    if not may.may_request_qualification(request.user, supplier):
        raise Http404
    form = QualificationForm(request.POST or None, supplier=supplier)
    return handle(
        request, form, lambda data: request_qualification(supplier=supplier, by=request.user, **data), template=PAGE,
        context=beside(supplier, _("Qualify for a category"), _("Ask")), to=supplier, done=_("Asked for."),
    )  # fmt: skip


def qualification_or_404(request: HttpRequest, public_id: str) -> Qualification:
    rows = Qualification.objects.visible_to(request.user).select_related("supplier", "category")
    return get_object_or_404(rows, public_id=public_id)


@staff_page
def qualification_qualify(request: HttpRequest, public_id: str) -> HttpResponse:
    qualification = qualification_or_404(request, public_id)
    if not may.may_qualify_supplier(request.user, qualification.supplier):
        raise Http404
    form = QualifyForm(request.POST or None)
    title = _("Qualify for %(category)s") % {"category": qualification.category}
    return handle(
        request, form, lambda data: qualify_supplier(qualification=qualification, by=request.user, **data),
        template=PAGE, context=beside(qualification.supplier, title, _("Qualify")), to=qualification.supplier,
        done=_("Qualified. The supplier is told."),
    )  # fmt: skip


@require_POST
@staff_page
def qualification_reject(request: HttpRequest, public_id: str) -> HttpResponse:
    qualification, note = qualification_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: reject_qualification(qualification=qualification, note=note, by=request.user)  # noqa: E731
    return act(request, verb, to=qualification.supplier, done=_("Rejected. The supplier is told why."))


@staff_page
def supplier_rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """One occasion at a time: `?about=order:PO-2026-000012` is what the rating is about."""
    supplier = supplier_or_404(request, public_id)
    about = (request.POST.get("about") or request.GET.get("about") or "page")[:120]
    form = RatingForm(request.POST or None)

    @transaction.atomic
    def rate(data: dict) -> None:
        for criterion, score in form.scores().items():
            rate_supplier(
                supplier=supplier, criterion=criterion, score=score, comment=data["comment"], source_key=about,
                by=request.user,
            )  # fmt: skip

    context = {**beside(supplier, _("Rate %(name)s") % {"name": supplier.name}, _("Send rating")), "about": about}
    return handle(
        request, form, rate, template="suppliers/rating/form.html", context=context, to=supplier, done=_("Thank you.")
    )


@staff_page
def history_import(request: HttpRequest) -> HttpResponse:
    """The call in empty lists: to the import of one's own history."""
    if not may.may_import_history(request.user):
        raise Http404
    return redirect("imports:new", "history")
