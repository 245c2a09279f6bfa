"""Bundles: approved lines that go to tender, brought together by category and buying company."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from procurement.events import (
    BundleCancelled,
    BundleClosed,
    BundleConfirmed,
    BundleCreated,
    BundleReleased,
    BundleReopened,
    BundleSourcing,
    LineMoved,
    SurplusOwned,
)
from procurement.models import Bundle, BundleLine, BundlePart, RequisitionLine
from procurement.policies.planning import may_manage_bundles
from procurement.queries import proposal_for
from procurement.queries.bundle import bundle_proposals, lines_to_bundle, merged_lines, needs_of
from procurement.rules.bundling import Need, Proposal
from procurement.services.progress import report_together
from procurement.states import BUNDLE, BundleStatus, LineStage
from srm.accounts.models import LegalEntity, User
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record, recorded_together
from srm.reference.models import Category, Place
from srm.reference.services import convert, next_number

MOST_LINES = 500  # gathered at a time


@dataclass(frozen=True)
class Gathered:
    """What one part of a gathering did: the bundles touched, the lines taken, and how many it left for the next."""

    bundles: list[Bundle]
    lines: int
    left: int


@transaction.atomic
def propose_bundles(*, by: Any, most: int = MOST_LINES) -> list[Bundle]:
    """Put loose lines into open bundles of their category, company, place and date window; returns those touched.

    The most urgent first, so many at a time: the rest waits for the next time.
    """
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    return gather_some(most, by).bundles


def gather_some(most: int, by: Any) -> Gathered:
    """Gather up to so many loose lines, in the caller's transaction; those that somebody else has taken are left."""
    proposals, lines = bundle_proposals(), 0
    touched: dict[int, Bundle] = {}
    chosen = _most_urgent(proposals, most)
    with recorded_together():
        for proposal, keys in chosen:
            rows = list(lines_to_bundle().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
            lines += len(rows)
            if rows:
                bundle = _gather(proposal, rows, by)
                touched[bundle.pk] = bundle
    left = sum(len(p.needs) for p in proposals) - sum(len(keys) for _proposal, keys in chosen)
    return Gathered(list(touched.values()), lines, left)


def _most_urgent(proposals: Sequence[Proposal], most: int) -> list[tuple[Proposal, list[int]]]:
    chosen, room = [], most
    for proposal in proposals:
        keys = [need.key for need in proposal.needs[:room]]
        if not keys:
            break
        chosen.append((proposal, keys))
        room -= len(keys)
    return chosen


@transaction.atomic
def create_bundle(
    *, category: Category, legal_entity: LegalEntity, lines: Sequence[RequisitionLine], by: Any
) -> Bundle:
    """Bring chosen lines into a new bundle. Records BundleCreated. Raises Refused when a line is not free for it."""
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    free = list(lines_to_bundle().select_for_update(of=("self",)).filter(pk__in=[li.pk for li in lines]).order_by("pk"))
    fits = [li for li in free if li.category == category and li.requisition.cost_centre.legal_entity == legal_entity]
    if len(fits) != len(lines) or not lines:
        raise Refused(_("Some lines are of another category or company, or already in a bundle."), code="line_taken")
    places = {li.requisition.place for li in fits}
    place = places.pop() if len(places) == 1 else None
    return _fill(_new_bundle(category, legal_entity, place, fits, by), fits, by)


@transaction.atomic
def name_surplus_owner(*, line: BundleLine, owner: User, by: Any) -> BundleLine:
    """Say whose it is that packs or a least order add to the needs. Records SurplusOwned."""
    bundle = _locked(line.bundle, by)
    if bundle.status != BundleStatus.OPEN:
        raise Refused(_("This bundle is not collecting any more."), code="wrong_state")
    line = BundleLine.objects.get(pk=line.pk, bundle=bundle)
    line.surplus_owner = owner
    line.save(update_fields=["surplus_owner"])
    record(SurplusOwned(line.position, line.surplus, owner.name), subject=bundle, by=by)
    return line


@transaction.atomic
def move_line(*, line: RequisitionLine, bundle: Bundle | None, by: Any) -> RequisitionLine:
    """Move a line to another open bundle of the same company, or take it out (None). Records LineMoved on both."""
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    line = RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition").get(pk=line.pk)
    ids = [pk for pk in (line.bundle_id, bundle.pk if bundle else None) if pk]
    locked = {b.pk: b for b in Bundle.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    source, target = locked.get(line.bundle_id), locked.get(bundle.pk) if bundle else None
    if any(b.status != BundleStatus.OPEN for b in locked.values()):
        raise Refused(_("Lines move only between bundles that are still collecting."), code="wrong_state")
    if target and target.legal_entity_id != line.requisition.cost_centre.legal_entity_id:
        raise Refused(_("Each company buys for itself."), code="other_company")
    line.bundle = target
    line.save(update_fields=["bundle"])
    moved = LineMoved(line.pk, source.number if source else "", target.number if target else "")
    for touched in locked.values():
        sum_up(touched)
        record(moved, subject=touched, by=by)
    return line


@transaction.atomic
def confirm_bundle(*, bundle: Bundle, by: Any, procedure: str = "", reason: str = "") -> Bundle:
    """Fix a bundle and its procedure: the proposed one, or another with a reason. Records BundleConfirmed."""
    bundle = _locked(bundle, by)
    if not bundle.lines.exists():
        raise Refused(_("The bundle is empty."), code="empty")
    if bundle.merged.filter(surplus__gt=0, surplus_owner=None).exists():
        raise Refused(_("Say first whose the surplus is."), code="no_surplus_owner")
    proposal = proposal_for(bundle.category)
    chosen = procedure or proposal.procedure
    if chosen != proposal.procedure and not reason.strip():
        raise Invalid({"reason": _("Say why another procedure than the proposed one.")})
    auction = proposal.auction_format if chosen == proposal.procedure else "none"
    BUNDLE.perform(
        bundle, "confirm", quadrant=proposal.quadrant, proposed_procedure=proposal.procedure, procedure=chosen,
        auction_format=auction, procedure_reason=reason, buyer=bundle.buyer or person(by),
    )  # fmt: skip
    record(BundleConfirmed(bundle.number, chosen, reason), subject=bundle, by=by)
    return bundle


@transaction.atomic
def reopen_bundle(*, bundle: Bundle, by: Any) -> Bundle:
    """Let a confirmed bundle collect again. Records BundleReopened."""
    bundle = _locked(bundle, by)
    BUNDLE.perform(bundle, "reopen")
    record(BundleReopened(bundle.number), subject=bundle, by=by)
    return bundle


@transaction.atomic
def start_sourcing(*, bundle: Bundle, by: Any) -> Bundle:
    """Hand a confirmed bundle to its tender or negotiation. Records BundleSourcing."""
    bundle = _locked(bundle, by)
    BUNDLE.perform(bundle, "source")
    record(BundleSourcing(bundle.number), subject=bundle, by=by)
    return bundle


@transaction.atomic
def release_bundle(*, bundle: Bundle, reason: str, by: Any) -> Bundle:
    """Take it back when the tender came to nothing: it waits to be bought again. Records BundleReleased."""
    bundle = _locked(bundle, by)
    BUNDLE.perform(bundle, "release")
    record(BundleReleased(bundle.number, reason), subject=bundle, by=by)
    return bundle


@transaction.atomic
def close_bundle(*, bundle: Bundle, by: Any) -> Bundle:
    """Mark it bought. Records BundleClosed."""
    bundle = _locked(bundle, by)
    BUNDLE.perform(bundle, "close")
    record(BundleClosed(bundle.number), subject=bundle, by=by)
    return bundle


@transaction.atomic
def cancel_bundle(*, bundle: Bundle, by: Any) -> Bundle:
    """Dissolve it; its lines are loose again. Records BundleCancelled."""
    bundle = _locked(bundle, by)
    BUNDLE.perform(bundle, "cancel")
    bundle.merged.all().delete()
    bundle.lines.update(bundle=None)
    record(BundleCancelled(bundle.number), subject=bundle, by=by)
    return bundle


def _locked(bundle: Bundle, by: Any) -> Bundle:
    bundle = Bundle.objects.select_for_update(of=("self",)).get(pk=bundle.pk)
    require(may_manage_bundles(by, bundle), _("Bundles are made by procurement."))
    return bundle


def _gather(proposal: Proposal, lines: list[RequisitionLine], by: Any) -> Bundle:
    window = timedelta(days=settings.BUNDLE_WINDOW_DAYS)
    rows = Bundle.objects.select_for_update(of=("self",)).filter(
        category=proposal.category, legal_entity=proposal.entity, place=proposal.place, status=BundleStatus.OPEN,
        needed_on__range=(proposal.first - window, proposal.first + window),
    )  # fmt: skip
    return _fill(rows.order_by("pk").first() or _bundle_of(lines, by), lines, by)


def _bundle_of(lines: list[RequisitionLine], by: Any) -> Bundle:
    requisition = lines[0].requisition
    return _new_bundle(lines[0].category, requisition.cost_centre.legal_entity, requisition.place, lines, by)


def _new_bundle(
    category: Category, entity: LegalEntity, place: Place | None, lines: Sequence[RequisitionLine], by: Any
) -> Bundle:  # fmt: skip
    buyers = Counter(line.buyer_id for line in lines if line.buyer_id)
    buyer = buyers.most_common(1)[0][0] if buyers else category.owner_id
    return Bundle.objects.create(
        number=next_number("BN"), title=str(category), category=category, legal_entity=entity, place=place,
        currency=entity.currency, buyer_id=buyer, created_by=person(by),
    )  # fmt: skip


def _fill(bundle: Bundle, lines: list[RequisitionLine], by: Any) -> Bundle:
    RequisitionLine.objects.filter(pk__in=[line.pk for line in lines]).update(bundle=bundle)
    holder = bundle.buyer.name if bundle.buyer else ""
    report_together(lines=lines, stage=LineStage.BUNDLED, holder=holder, reference=bundle.number, by=by)
    sum_up(bundle)
    record(BundleCreated(bundle.number, len(lines)), subject=bundle, by=by)
    return bundle


def sum_up(bundle: Bundle) -> None:
    """Write what the bundle's lines are worth together, when the first is needed, and the lines that are bought."""
    lines = bundle.lines.select_related("requisition")
    needs = needs_of(RequisitionLine.objects.filter(bundle=bundle))
    today = organisation_today()
    totals = lines.values_list("requisition__currency").annotate(total=Sum("amount")).order_by()
    bundle.amount = sum((convert(total, currency, bundle.currency, today)[0] for currency, total in totals), Decimal(0))
    bundle.needed_on = min((line.needed_on for line in lines), default=None)
    bundle.save(update_fields=["amount", "needed_on"])
    _write_merged(bundle, needs)


def _write_merged(bundle: Bundle, needs: Sequence[Need]) -> None:
    owners: dict[tuple[int | None, str, int], int | None] = {
        (line.item_id, line.description, line.place_id): line.surplus_owner_id
        for line in bundle.merged.exclude(surplus_owner=None)
    }  # fmt: skip
    BundlePart.objects.filter(line__in=[need.key for need in needs]).delete()
    bundle.merged.all().delete()
    places = {need.key: need.place for need in needs}
    merged = merged_lines(needs)
    rows = BundleLine.objects.bulk_create(
        BundleLine(
            bundle=bundle, position=position, item_id=line.item, description=line.words, unit_id=line.unit,
            place_id=places[line.parts[0].key], quantity=line.quantity, amount=line.amount, needed_on=line.needed_on,
            surplus=line.surplus,
            surplus_owner_id=owners.get((line.item, line.words, places[line.parts[0].key])) if line.surplus else None,
        )
        for position, line in enumerate(merged, start=1)
    )  # fmt: skip
    BundlePart.objects.bulk_create(
        BundlePart(bundle_line=row, line_id=part.key, quantity=part.quantity)
        for row, line in zip(rows, merged, strict=True)
        for part in line.parts
    )
