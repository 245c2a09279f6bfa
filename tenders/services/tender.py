"""A tender is made and drafted."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.models import Bundle
from srm.accounts.models import LegalEntity
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, WrongState
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import next_number
from tenders.events import TenderCreated
from tenders.models import Criterion, Tender
from tenders.policies import may_create_tender, may_edit_tender
from tenders.services.dates import check_dates
from tenders.services.locking import lock_tender
from tenders.states import CriterionKind, TenderKind, TenderStatus

SETTINGS = frozenset({
    "title", "description", "kind", "currency", "questions_until", "bids_until", "minimum_bidders", "price_formula",
    "standstill_days", "auction_format", "auction_rules", "procedure_reason", "sealing",
})  # fmt: skip


@transaction.atomic
def create_tender(
    *, title: str, category: Category, legal_entity: LegalEntity, by: Any, bundle: Bundle | None = None, **settings: Any
) -> Tender:
    """Draft a tender with the price as its only criterion. Raises Invalid on its dates; records TenderCreated."""
    require(may_create_tender(by), _("Buyers and category managers make tenders."))
    _check_settings(settings)
    currency = settings.pop("currency", None) or legal_entity.currency
    tender = Tender(
        number=next_number("TN"), title=title, category=category, legal_entity=legal_entity, buyer=by, created_by=by,
        currency=currency, **settings,
    )  # fmt: skip
    check_dates(tender, database_now())
    tender.save()
    if tender.kind != TenderKind.RFI:
        Criterion.objects.create(tender=tender, code="price", name=_("Price"), kind=CriterionKind.PRICE, weight=100)
    record(TenderCreated(tender.public_id, tender.number, bundle.number if bundle else ""), subject=tender, by=by)
    return tender


@transaction.atomic
def update_draft(*, tender: Tender, by: Any, **settings: Any) -> Tender:
    """Change a draft's settings. Raises WrongState once published, Invalid on its dates."""
    tender = lock_draft(tender, by)
    _check_settings(settings)
    for name, value in settings.items():
        setattr(tender, name, value)
    check_dates(tender, database_now())
    tender.save(update_fields=list(settings))
    return tender


def lock_draft(tender: Tender, by: Any) -> Tender:
    """Return the locked tender if the person may draft it and it is still a draft; else raise."""
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender changes it."))
    if tender.status != TenderStatus.DRAFT:
        raise WrongState(_("The tender is published: it is changed by an amendment."))
    return tender


def _check_settings(settings: dict[str, Any]) -> None:
    unknown = set(settings) - SETTINGS
    if unknown:
        raise Invalid({name: _("This cannot be set.") for name in sorted(unknown)})
