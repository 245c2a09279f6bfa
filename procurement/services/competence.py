"""Who knows which category; and who gets a new line to buy."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CompetenceEnded, CompetenceSet
from procurement.models import Competence, RequisitionLine
from procurement.policies.planning import may_set_competence
from procurement.queries.competence import buyer_candidates
from procurement.rules.buyer import share_out
from procurement.states import Route
from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES
from srm.authz import person as person_of
from srm.authz import require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category

BOUGHT = {Route.TENDER, Route.SMALL_PURCHASE, Route.URGENT, Route.SINGLE_SOURCE}


@transaction.atomic
def set_competence(*, person: User, category: Category, level: int, by: Any, capacity: int = 0) -> Competence:
    """Say that a buyer knows a category, how well, and how many open lines he may have. Records CompetenceSet."""
    require(may_set_competence(by), _("The head of procurement says who buys what."))
    errors = {}
    if not person.has_role(*PROCUREMENT_ROLES):
        errors["person"] = _("This person does not buy.")
    if not 1 <= level <= 5:
        errors["level"] = _("From 1 to 5.")
    if errors:
        raise Invalid(errors)
    fields = {"level": level, "capacity": capacity}
    row, _created = Competence.objects.update_or_create(
        person=person, category=category, defaults=fields, create_defaults={**fields, "created_by": person_of(by)}
    )
    record(CompetenceSet(person.name, category.code, level), subject=row, by=by)
    return row


@transaction.atomic
def end_competence(*, competence: Competence, by: Any) -> None:
    """He gets no more lines of this category; those he has stay his. Records CompetenceEnded."""
    require(may_set_competence(by), _("The head of procurement says who buys what."))
    competence = (
        Competence.objects.select_for_update(of=("self",)).select_related("person", "category").get(pk=competence.pk)
    )
    record(CompetenceEnded(competence.person.name, competence.category.code), subject=competence, by=by)
    competence.delete()


def assign_buyers(*, lines: Sequence[RequisitionLine]) -> None:
    """Give each line that is to be bought to whoever knows its category and has room, else to the category's owner."""
    bought = [line for line in lines if line.route in BOUGHT]
    chosen = share_out((line.category.path for line in bought), buyer_candidates() if bought else [])
    of_buyer: dict[int | None, list[int]] = {}
    for line, buyer in zip(bought, chosen, strict=True):
        line.buyer_id = buyer or line.category.owner_id
        of_buyer.setdefault(line.buyer_id, []).append(line.pk)
    for buyer, keys in of_buyer.items():
        RequisitionLine.objects.filter(pk__in=keys).update(buyer=buyer)
