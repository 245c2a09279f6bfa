"""What a category is meant to become: its target and its second step, beside the page's measurements."""

from typing import Any

from procurement.models import Position
from procurement.policies.planning import may_set_target
from procurement.queries.power import second_step
from procurement.states import Quadrant
from srm.reference.models import Category


def outlook(user: Any, category: Category, position: Position | None) -> dict[str, Any]:
    """Return what the category's page shows beside the measurements; the second step of a strategic one only."""
    strategic = position is not None and position.quadrant == Quadrant.STRATEGIC
    return {
        "target": category.targets.current().first(), "may_target": may_set_target(user, category),
        "step": second_step(category) if strategic else None,
    }  # fmt: skip
