"""Requisitions, approvals, budgets, stock and bundles in the shared pages."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Register navigation, search, tiles, subjects, texts, notices and imports of this part."""
    from procurement.apps import needs_notices, needs_subjects, needs_tiles
    from procurement.forms.sheets import register_sheets
    from srm.live import topics
    from srm.ui.registry import navigation

    for audience in ("buyer", "department"):
        stage = "needs" if audience == "buyer" else ""
        _navigation(navigation.register, audience, stage)
    topics.register("bundles", lambda user, _rest: needs_tiles.sees_bundles(user))
    needs_subjects.register()
    needs_notices.register()
    needs_tiles.register()
    register_sheets()


def _navigation(entry: Callable[..., Any], audience: str, stage: str) -> None:
    from procurement.apps import needs_tiles as counts

    entry(
        stage, _("Requisitions"), "file-plus", "procurement:requisition-list", audience=audience, order=10,
        count=counts.open_requests,
    )  # fmt: skip
    entry(
        stage, _("Approvals"), "checks", "procurement:approval-list", audience=audience, order=12,
        count=counts.approvals_waiting,
    )  # fmt: skip
    entry(stage, _("Catalogue"), "book", "procurement:item-list", audience=audience, order=40)
    entry(stage, _("Budgets"), "wallet", "procurement:budget-list", audience=audience, order=30)
    if audience == "buyer":
        entry(
            stage, _("Bundles"), "packages", "procurement:bundle-list", order=20, count=counts.open_bundles,
            visible=counts.sees_bundles,
        )  # fmt: skip
        entry(stage, _("Stock"), "building-warehouse", "procurement:stock-list", order=35)
        entry(
            "more", _("Approval rules"), "list-check", "procurement:approval-rule-list",
            visible=counts.manages_rules, order=30,
        )  # fmt: skip
        entry(
            "more", _("Maybe split"), "arrows-split", "procurement:split-list", visible=counts.sees_splits, order=31,
        )  # fmt: skip
