"""Measuring the whole portfolio: asked for on a page, done by a worker, because a thousand re-runs take time."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import PortfolioMeasured, PortfolioMeasurementRequested
from procurement.models import Measurement, Position
from procurement.policies.planning import may_position_category
from procurement.services.position import position_all
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.live.services import publish

TOPIC = "portfolio/all"


@transaction.atomic
def request_measurement(*, by: Any) -> Measurement:
    """Ask for every category to be measured anew. Records PortfolioMeasurementRequested; a worker does it.

    Raises Refused while one is running.
    """
    require(may_position_category(by), _("Categories are positioned by category managers."))
    if Measurement.objects.running().exists():
        raise Refused(_("The portfolio is being measured already."), code="running")
    measurement = Measurement.objects.create(created_by=person(by))
    record(PortfolioMeasurementRequested(measurement.public_id), subject=measurement, by=by)
    publish(TOPIC)
    return measurement


@transaction.atomic
def finish_measurement(*, measurement: Measurement, by: Any = SYSTEM) -> Measurement:
    """Measure every category for a request that waits; a second call does nothing. Records PortfolioMeasured."""
    measurement = Measurement.objects.select_for_update(of=("self",)).get(pk=measurement.pk)
    require(may_position_category(by), _("Categories are positioned by category managers."))
    if measurement.finished_at is not None:
        return measurement
    before = dict(Position.objects.current().values_list("category", "quadrant"))
    positions = position_all(by=by)
    measurement.categories = len(positions)
    measurement.placed = sum(1 for p in positions if p.quadrant)
    measurement.changed = sum(1 for p in positions if p.category_id in before and before[p.category_id] != p.quadrant)
    measurement.finished_at = database_now()
    measurement.save()
    event = PortfolioMeasured(measurement.categories, measurement.placed, measurement.changed)
    record(event, subject=measurement, by=by)
    publish(TOPIC)
    return measurement
