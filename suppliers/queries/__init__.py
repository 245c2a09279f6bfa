from suppliers.queries.facts import performance_facts
from suppliers.queries.supplier import capable_suppliers, latest_scorecard, membership_of, supplier_of

__all__ = ["capable_suppliers", "latest_scorecard", "membership_of", "performance_facts", "supplier_of"]
