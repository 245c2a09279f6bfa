"""Measuring the whole portfolio: asked for on a page or by fresh facts, done by a worker."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import PortfolioMeasured, PortfolioMeasurementRequested
from procurement.models import Measurement, Position
from procurement.policies.planning import may_position_category
from procurement.queries.evidence import yardstick
from procurement.services.position import position_all
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.live.services import publish

TOPIC = "portfolio/all"
GATHER = timedelta(minutes=2)  # fresh facts come in crowds: one measuring for all that came meanwhile


@transaction.atomic
def request_measurement(*, by: Any) -> Measurement:
    """Ask for every category to be measured anew, now. Records PortfolioMeasurementRequested; a worker does it.

    Takes over one that waits for more facts. Raises Refused while one is running.
    """
    require(may_position_category(by), _("Categories are positioned by category managers."))
    measurement = Measurement.objects.select_for_update(of=("self",)).running().first()
    made = measurement is None
    if measurement is None:
        measurement, made = Measurement.objects.get_or_create(finished_at=None, defaults={"created_by": person(by)})
    if not made and measurement.due_at is None:
        raise Refused(_("The portfolio is being measured already."), code="running")
    if not made:
        measurement.due_at, measurement.created_by = None, person(by)
        measurement.save(update_fields=["due_at", "created_by"])
    record(PortfolioMeasurementRequested(measurement.public_id), subject=measurement, by=by)
    publish(TOPIC)
    return measurement


@transaction.atomic
def request_measurement_later(*, by: Any = SYSTEM) -> Measurement:
    """Have the portfolio measured when the crowd of fresh facts has come in; asking again meanwhile changes nothing.

    One that is being done just now is waited for: it may have read before these facts were there.
    """
    require(may_position_category(by), _("Categories are positioned by category managers."))
    waiting = Measurement.objects.select_for_update(of=("self",)).running().first()
    if waiting is not None:
        return waiting
    due_at = database_now() + GATHER
    return Measurement.objects.get_or_create(finished_at=None, defaults={"due_at": due_at})[0]


@transaction.atomic
def measure_what_is_due(*, by: Any = SYSTEM) -> int:
    """Do the measuring for which facts were gathered long enough; returns how many were done."""
    due = list(Measurement.objects.due(database_now()))
    for measurement in due:
        finish_measurement(measurement=measurement, by=by)
    return len(due)


@transaction.atomic
def finish_measurement(*, measurement: Measurement, by: Any = SYSTEM) -> Measurement:
    """Measure every category for a request that waits; a second call does nothing. Records PortfolioMeasured.

    What was measured by (scales, weights, bounds, windows, least facts) is kept with it.
    """
    measurement = Measurement.objects.select_for_update(of=("self",)).get(pk=measurement.pk)
    require(may_position_category(by), _("Categories are positioned by category managers."))
    if measurement.finished_at is not None:
        return measurement
    before = dict(Position.objects.current().values_list("category", "quadrant"))
    measured_by = yardstick()
    positions = position_all(by=by, measured_by=measured_by)
    measurement.criteria = measured_by.frozen()
    measurement.categories = len(positions)
    measurement.placed = sum(1 for p in positions if p.quadrant)
    measurement.changed = sum(1 for p in positions if p.category_id in before and before[p.category_id] != p.quadrant)
    measurement.finished_at = database_now()
    measurement.save()
    event = PortfolioMeasured(measurement.categories, measurement.placed, measurement.changed)
    record(event, subject=measurement, by=by)
    publish(TOPIC)
    return measurement
