"""What a category is meant to become, and what it was: target, second step, last cycles."""

from typing import Any

from procurement.models import Position
from procurement.policies.planning import may_set_target
from procurement.queries.by_cycle import cycles_of, results_of
from procurement.queries.power import second_step
from procurement.queries.strategy import unsure_words
from procurement.states import Quadrant
from srm.reference.models import Category


def outlook(user: Any, category: Category, position: Position | None) -> dict[str, Any]:
    """Return what the category's page shows beside the measurements; the second step of a strategic one only."""
    by_cycle = cycles_of(category)
    strategic = position is not None and position.quadrant == Quadrant.STRATEGIC
    return {
        "target": category.targets.current().first(), "may_target": may_set_target(user, category),
        "step": second_step(category) if strategic else None, "by_cycle": by_cycle,
        "results": results_of(by_cycle),
        "unsure": unsure_words(position),
    }  # fmt: skip
