from suppliers.queries.facts import performance_facts
from suppliers.queries.supplier import (
    acts_for,
    capable_suppliers,
    latest_scorecard,
    look_alikes,
    membership_of,
    supplier_of,
)

__all__ = [
    "acts_for",
    "capable_suppliers",
    "latest_scorecard",
    "look_alikes",
    "membership_of",
    "performance_facts",
    "supplier_of",
]
