"""Weights of an axis found by comparing its criteria in pairs."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import AxisWeighed
from procurement.models import AxisWeighing, Criterion
from procurement.policies.planning import may_change_criterion
from procurement.rules.pairwise import Pair, least_consistent, read_judgement, weigh
from procurement.services.criterion import change_criterion
from srm.authz import person, require
from srm.errors import Invalid
from srm.events.services import record

STEP = Decimal("0.001")


@transaction.atomic
def weigh_axis(*, axis: str, judgements: Mapping[Pair, str], by: Any) -> AxisWeighing:
    """Set the weights of an axis from judgements of all its pairs. Records AxisWeighed and each CriterionChanged.

    Raises Invalid for a pair that is missing or misjudged, and for judgements whose consistency ratio is over 0.10:
    at the pair to think of again.
    """
    require(may_change_criterion(by), _("Criteria are kept by the head of procurement."))
    rows = Criterion.objects.select_for_update(of=("self",)).active().filter(axis=axis).order_by("pk")
    criteria = {c.code: c for c in sorted(rows, key=lambda c: (-c.weight, c.code))}
    given = read_judgements([*criteria], judgements)
    found = weigh([*criteria], given)
    if not found.is_consistent:
        words = {"ratio": found.shown_ratio}
        message = _("The judgements contradict each other: consistency ratio %(ratio)s, at most 0.10. Start here.")
        raise Invalid({field_of(least_consistent([*criteria], given)): message % words})
    for code, weight in found.weights.items():
        change_criterion(criterion=criteria[code], by=by, weight=Decimal(repr(weight)).quantize(STEP, ROUND_HALF_UP))
    weights = {code: f"{weight:.7f}" for code, weight in found.weights.items()}
    row = AxisWeighing.objects.create(
        axis=axis, judgements=[[*pair, judgements[pair]] for pair in given], weights=weights,
        consistency_ratio=found.shown_ratio, created_by=person(by),
    )  # fmt: skip
    record(AxisWeighed(axis, found.shown_ratio, weights), subject=row, by=by)
    return row


def read_judgements(codes: list[str], judgements: Mapping[Pair, str]) -> dict[Pair, Fraction]:
    """Return the judgements of all pairs; raises Invalid at each that is missing, doubled or not on the scale."""
    wanted = {(a, b) for place, a in enumerate(codes) for b in codes[place + 1 :]}
    errors: dict[str, Any] = {}
    given: dict[Pair, Fraction] = {}
    for pair, text in judgements.items():
        try:
            given[pair] = read_judgement(text)
        except ValueError:
            errors[field_of(pair)] = _("Choose from 1/9 to 9.")
        if pair not in wanted and (pair[::-1] not in wanted or pair[::-1] in judgements):
            errors[field_of(pair)] = _("These two are not a pair of this axis, or come twice.")
    for pair in wanted:
        if pair not in judgements and pair[::-1] not in judgements:
            errors[field_of(pair)] = _("Not compared yet.")
    if len(codes) < 2:
        errors["axis"] = _("Two criteria at least are compared.")
    if errors:
        raise Invalid(errors)
    return given


def field_of(pair: Pair) -> str:
    """Return the name of a pair's field on the page and in errors."""
    return f"{pair[0]}|{pair[1]}"
