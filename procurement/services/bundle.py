"""Bundles: approved lines that go to tender, brought together by category and buying company."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
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
)
from procurement.models import Bundle, RequisitionLine
from procurement.policies.planning import may_manage_bundles
from procurement.queries import proposal_for
from procurement.queries.bundle import lines_to_bundle
from procurement.services.progress import report_progress
from procurement.states import BUNDLE, BundleStatus, LineStage
from srm.accounts.models import LegalEntity
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import convert, next_number


@transaction.atomic
def propose_bundles(*, by: Any) -> list[Bundle]:
    """Put every loose line into an open bundle of its category and buying company; returns the bundles touched."""
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    groups: dict[tuple[Category, LegalEntity], list[RequisitionLine]] = {}
    for line in lines_to_bundle().select_for_update(of=("self",)).order_by("pk"):
        key = (line.category, line.requisition.cost_centre.legal_entity)
        groups.setdefault(key, []).append(line)
    return [_gather(category, entity, lines, by) for (category, entity), lines in groups.items()]


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
    return _fill(_new_bundle(category, legal_entity, by), fits, by)


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
    bundle.lines.update(bundle=None)
    record(BundleCancelled(bundle.number), subject=bundle, by=by)
    return bundle


def _locked(bundle: Bundle, by: Any) -> Bundle:
    bundle = Bundle.objects.select_for_update(of=("self",)).get(pk=bundle.pk)
    require(may_manage_bundles(by, bundle), _("Bundles are made by procurement."))
    return bundle


def _gather(category: Category, entity: LegalEntity, lines: list[RequisitionLine], by: Any) -> Bundle:
    rows = Bundle.objects.select_for_update(of=("self",)).filter(
        category=category, legal_entity=entity, status=BundleStatus.OPEN
    )
    return _fill(rows.order_by("pk").first() or _new_bundle(category, entity, by), lines, by)


def _new_bundle(category: Category, entity: LegalEntity, by: Any) -> Bundle:
    return Bundle.objects.create(
        number=next_number("BN"), title=str(category), category=category, legal_entity=entity,
        currency=entity.currency, buyer=category.owner, created_by=person(by),
    )  # fmt: skip


def _fill(bundle: Bundle, lines: list[RequisitionLine], by: Any) -> Bundle:
    for line in lines:
        line.bundle = bundle
        line.save(update_fields=["bundle"])
        holder = bundle.buyer.name if bundle.buyer else ""
        report_progress(line=line, stage=LineStage.BUNDLED, holder=holder, reference=bundle.number, by=by)
    sum_up(bundle)
    record(BundleCreated(bundle.number, len(lines)), subject=bundle, by=by)
    return bundle


def sum_up(bundle: Bundle) -> None:
    """Write what the bundle's lines are worth together and when the first of them is needed."""
    amount, today = Decimal(0), organisation_today()
    lines = list(bundle.lines.select_related("requisition"))
    for line in lines:
        amount += convert(line.amount, line.requisition.currency, bundle.currency, today)[0]
    bundle.amount = amount
    bundle.needed_on = min((line.needed_on for line in lines), default=None)
    bundle.save(update_fields=["amount", "needed_on"])
