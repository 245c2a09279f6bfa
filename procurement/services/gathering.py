"""All loose lines into bundles: a few at once, many by a worker that goes on part by part."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import GatheringAdvanced, GatheringFinished, GatheringStarted
from procurement.models import Gathering
from procurement.policies.planning import may_manage_bundles
from procurement.queries.bundle import lines_to_bundle
from procurement.services.bundle import gather_some
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.events.services import record
from srm.live.services import publish

AT_ONCE = 200  # lines gathered while somebody waits
PART = 250  # lines of one transaction of the worker: the page counts on while it works
TOPIC = "bundles/all"


@transaction.atomic
def gather_lines(*, by: Any) -> Gathering:
    """Put every loose line into a bundle: a few now, many by a worker. Records GatheringStarted or GatheringFinished.

    While one runs, asking again makes no second one: it only reminds the worker.
    """
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    gathering = Gathering.objects.running().select_for_update(of=("self",)).first()
    if gathering is None:
        gathering = Gathering.objects.create(created_by=person(by), lines=lines_to_bundle().count())
        if gathering.lines <= AT_ONCE:
            return _take(gathering, AT_ONCE, by)
    record(GatheringStarted(gathering.public_id, gathering.lines), subject=gathering, by=by)
    publish(TOPIC)
    return gathering


@transaction.atomic
def continue_gathering(*, gathering: Gathering, by: Any = SYSTEM) -> Gathering:
    """Gather the next part; what is finished is left alone. Records GatheringAdvanced or GatheringFinished."""
    require(may_manage_bundles(by), _("Bundles are made by procurement."))
    gathering = Gathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    return gathering if gathering.finished_at else _take(gathering, PART, by)


def _take(gathering: Gathering, most: int, by: Any) -> Gathering:
    part = gather_some(most, by)
    gathering.gathered += part.lines
    gathering.lines = gathering.gathered + part.left
    gathering.bundles.add(*part.bundles)
    if part.left and part.lines:
        record(GatheringAdvanced(gathering.public_id, gathering.gathered, gathering.lines), subject=gathering, by=by)
    else:
        gathering.finished_at = database_now()
        record(GatheringFinished(gathering.gathered, gathering.bundles.count()), subject=gathering, by=by)
    gathering.save()
    publish(TOPIC)
    return gathering
