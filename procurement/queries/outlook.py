"""What a category is meant to become: its target, beside the page's measurements."""

from typing import Any

from procurement.policies.planning import may_set_target
from srm.reference.models import Category


def outlook(user: Any, category: Category) -> dict[str, Any]:
    """Return what the category's page shows beside the measurements."""
    return {"target": category.targets.current().first(), "may_target": may_set_target(user, category)}
