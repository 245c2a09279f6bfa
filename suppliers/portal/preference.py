"""What the company says of its year and of us as a customer."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from srm.ui.doors import portal_page
from srm.ui.views import handle
from suppliers.forms.preference import DeclarationForm, initial_of
from suppliers.models import SelfDeclaration
from suppliers.policies import supplier as may
from suppliers.portal.company import COMPANY, allowed, beside
from suppliers.services import declare_customer_view


@portal_page
def declare(request: Any) -> HttpResponse:
    supplier, user = request.supplier, request.user
    allowed(may.may_declare(user, supplier))
    newest = SelfDeclaration.objects.for_supplier(supplier).first()
    form = DeclarationForm(request.POST or None, initial=initial_of(newest, supplier))
    return handle(
        request, form,
        lambda _data: declare_customer_view(supplier=supplier, by=user, **form.statement()),
        template="portal/suppliers/company/declare.html", to=COMPANY, done=_("Saved. Thank you."),
        context=beside(request, _("Your view of us"), _("Save")),
    )  # fmt: skip
