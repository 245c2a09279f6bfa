"""What the segments stage and the cycle hang into the shared pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Register navigation, search, tiles, subjects, texts, notices and imports of this part."""
    from procurement.apps import segments_notices, segments_record
    from procurement.forms.scores import CATEGORY_SCORES
    from procurement.forms.sheets import category as categories
    from procurement.forms.sheets import classification
    from procurement.forms.strategies import STRATEGIES
    from procurement.policies.planning import may_plan_supply, may_see_portfolio
    from srm.imports.registry import register_import
    from srm.live import topics
    from srm.ui.registry import cycle, home_tiles, navigation, new_menu, panels, search

    navigation.register(
        "needs", _("Supply plans"), "calendar-dollar", "procurement:supply-plan-list", visible=may_see_portfolio,
        order=30,
    )  # fmt: skip
    navigation.register(
        "segments", _("Portfolio"), "chart-dots", "procurement:portfolio", visible=may_see_portfolio, order=10
    )
    navigation.register(
        "segments", _("Categories"), "sitemap", "procurement:category-list", visible=may_see_portfolio, order=15
    )
    navigation.register(
        "segments", _("Strategies"), "target", "procurement:strategy-list", count=_outdated,
        visible=may_see_portfolio, order=20,
    )  # fmt: skip
    navigation.register("learn", _("Cycles"), "rotate-clockwise", "procurement:cycle-list", order=90)
    new_menu.register(
        _("Supply plan"), "procurement:supply-plan-create", icon="calendar-dollar", visible=may_plan_supply, order=60
    )
    new_menu.register(
        _("Category"), "procurement:category-create", icon="sitemap", visible=may_keep_categories, order=70
    )
    search.register(_("Categories"), find_categories)
    search.register(_("Strategies"), find_strategies)
    home_tiles.register(
        "buyer", "procurement/home/strategies.html", strategies_tile, order=60, width=4, visible=may_see_portfolio
    )
    panels.register("imports.importrun", "procurement/portfolio/after_import.html", after_import)
    cycle.provide(day=cycle_day)
    topics.register("portfolio", lambda user, _rest: may_see_portfolio(user))
    register_import(CATEGORY_SCORES)
    register_import(categories.KIND)
    for kind in classification.KINDS:
        register_import(kind)
    register_import(STRATEGIES)
    segments_record.register()
    segments_notices.register()


def may_keep_categories(user: Any) -> bool:
    """Who keeps the tree and sees its pages."""
    from procurement.policies.planning import may_manage_category, may_see_portfolio

    return may_see_portfolio(user) and may_manage_category(user)


def after_import(user: Any, run: Any) -> dict[str, Any] | None:
    """Lead from an imported history to the matrix that it moves."""
    from procurement.policies.planning import may_see_portfolio
    from srm.imports.states import ImportStatus

    done = run.kind == "history" and run.status == ImportStatus.APPLIED
    return {} if done and may_see_portfolio(user) else None


def find_categories(user: Any, text: str) -> list[Any]:
    """Find categories by name or code, for whoever sees the portfolio."""
    from procurement.policies.planning import may_see_portfolio
    from srm.reference.models import Category
    from srm.ui.registry import SearchHit

    if not may_see_portfolio(user):
        return []
    rows = Category.objects.active().leaves()
    rows = rows.filter(name__icontains=text) | rows.filter(code__icontains=text)
    page = "procurement:category-detail"
    return [SearchHit(str(c), reverse(page, args=[c.public_id]), c.code, "chart-dots") for c in rows[:10]]


def find_strategies(user: Any, text: str) -> list[Any]:
    """Find strategies by number or category."""
    from procurement.models import Strategy
    from srm.ui.registry import SearchHit

    rows = Strategy.objects.visible_to(user).select_related("category")
    rows = rows.filter(number__icontains=text) | rows.filter(category__name__icontains=text)
    return [SearchHit(str(s.category), s.get_absolute_url(), s.number, "target") for s in rows.order_by("-pk")[:10]]


def strategies_tile(user: Any) -> dict[str, Any] | None:
    """Strategies that need a new look, each with the reason."""
    from procurement.queries.strategy import due_strategies, review_days
    from srm.clock import shown_today

    due = list(due_strategies(user).select_related("category__owner").order_by("review_on", "pk"))
    today = shown_today()
    return {"strategies": [(s, -review_days(s, today)) for s in due[:5]], "count": len(due)}


def cycle_day(_user: Any) -> Any:
    """How far the running cycle is."""
    from procurement.queries.cycle import current_cycle, days_of
    from srm.ui.registry import CycleDay

    running = current_cycle()
    if running is None:
        return None
    day, days = days_of(running)
    return CycleDay(_("Cycle %(code)s") % {"code": running.code}, day, days, running.get_absolute_url())


def _outdated(user: Any) -> Any:
    from procurement.models import Strategy
    from procurement.states import StrategyStatus

    return Strategy.objects.visible_to(user).filter(status=StrategyStatus.OUT_OF_DATE)
