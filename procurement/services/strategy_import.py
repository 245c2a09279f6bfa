"""Strategies that come as a sheet: each the next draft of its category."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from procurement.services.strategy import apply_choices, draft_strategy, sketch_strategy
from srm.errors import Invalid
from srm.reference.models import Category


@dataclass(frozen=True)
class StrategyInput:
    """One category with what overrules its quadrant's proposal."""

    category: Category
    choices: Mapping[str, Any]


@transaction.atomic
def import_strategies(
    *, strategies: Sequence[StrategyInput], by: Any, progress: Callable[[int], None] | None = None
) -> int:
    """Draft the strategies of a sheet, all or none. Records StrategyDrafted for each."""
    for number, given in enumerate(strategies, start=1):
        draft_strategy(category=given.category, by=by, **given.choices)
        if progress:
            progress(number)
    return len(strategies)


def drafting_faults(*, category: Category, choices: Mapping[str, Any]) -> dict[str, str]:
    """Return what drafting with these choices would be refused for, by field (`goals.0.target`); writes nothing."""
    strategy, proposal = sketch_strategy(category)
    try:
        apply_choices(strategy, choices, proposal)
    except Invalid as refusal:
        return {path: str(messages[0]) for path, messages in refusal.errors.items()}
    return {}
