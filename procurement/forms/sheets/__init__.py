"""Spreadsheets of needs: each kind with its columns, its checks and the service that it calls."""

from procurement.forms.sheets import budget, item, plan_line, requisition, stock
from srm.imports.registry import register_import


def register_sheets() -> None:
    """Make the kinds known to the import pages, the API and `srm import`."""
    for module in (requisition, budget, item, stock, plan_line):
        register_import(module.KIND)
