"""Portfolio, categories, strategies, supply plans, cycles."""

from django.urls import URLPattern, URLResolver, path

from procurement.views import category, category_tree, criterion, cycle, plan, portfolio, power, strategy, target
from srm.ui.doors import staff_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("portfolio/", portfolio.portfolio_page, name="portfolio"),
    path("portfolio/table/", staff_page(portfolio.PositionList.as_view()), name="position-list"),
    path("portfolio/matrix.svg", portfolio.portfolio_svg, name="portfolio-svg"),
    path("portfolio/matrix.xlsx", portfolio.portfolio_xlsx, name="portfolio-xlsx"),
    path("portfolio/paper/", portfolio.portfolio_pdf, name="portfolio-pdf"),
    path("portfolio/measure/", portfolio.portfolio_measure, name="portfolio-measure"),
    path("portfolio/scores/", criterion.scores_export, name="scores-export"),
    path("portfolio/criteria/", staff_page(criterion.CriterionList.as_view()), name="criterion-list"),
    path("portfolio/criteria/new/", criterion.criterion_create, name="criterion-create"),
    path("portfolio/axes/<str:public_id>/", criterion.axis_edit, name="axis-detail"),
    path("portfolio/axes/<str:public_id>/pairs/", criterion.axis_weigh, name="axis-weigh"),
    path("portfolio/criteria/<str:public_id>/", criterion.criterion_edit, name="criterion-detail"),
    path("categories/", staff_page(category_tree.CategoryList.as_view()), name="category-list"),
    path("categories/new/", category_tree.category_create, name="category-create"),
    path("classifications/<str:scheme>/options/", category_tree.classification_options, name="classification-options"),
    path("categories/<str:public_id>/", category.category_detail, name="category-detail"),
    path("categories/<str:public_id>/edit/", category_tree.category_edit, name="category-edit"),
    path("categories/<str:public_id>/measure/", category.category_measure, name="category-measure"),
    path("categories/<str:public_id>/scores/", category.category_score, name="category-score"),
    path(
        "categories/<str:public_id>/scores/<slug:criterion>/withdraw/",
        category.category_score_withdraw,
        name="category-score-withdraw",
    ),
    path(
        "categories/<str:public_id>/consensus/<slug:criterion>/", category.category_consensus, name="category-consensus"
    ),
    path(
        "categories/<str:public_id>/consensus/<slug:criterion>/lift/",
        category.category_consensus_lift,
        name="category-consensus-lift",
    ),
    path("categories/<str:public_id>/calc/<str:part>/", category.category_calc, name="category-calc"),
    path("categories/<str:public_id>/power/", power.category_power, name="category-power"),
    path("categories/<str:public_id>/target/", target.category_target, name="category-target"),
    path("categories/<str:public_id>/target/drop/", target.category_target_drop, name="category-target-drop"),
    path("categories/<str:public_id>/strategy/", strategy.strategy_create, name="strategy-create"),
    path("strategies/", staff_page(strategy.StrategyList.as_view()), name="strategy-list"),
    path("strategies/<str:public_id>/", strategy.strategy_detail, name="strategy-detail"),
    path("strategies/<str:public_id>/edit/", strategy.strategy_edit, name="strategy-edit"),
    path("strategies/<str:public_id>/submit/", strategy.strategy_submit, name="strategy-submit"),
    path("strategies/<str:public_id>/return/", strategy.strategy_return, name="strategy-return"),
    path("strategies/<str:public_id>/approve/", strategy.strategy_approve, name="strategy-approve"),
    path("strategies/<str:public_id>/pdf/", strategy.strategy_pdf, name="strategy-pdf"),
    path("strategies/<str:public_id>/lever/", strategy.strategy_lever, name="strategy-lever"),
    path("strategies/<str:public_id>/milestone/", strategy.strategy_milestone, name="strategy-milestone"),
    path("supply-plans/", staff_page(plan.SupplyPlanList.as_view()), name="supply-plan-list"),
    path("supply-plans/new/", plan.supply_plan_create, name="supply-plan-create"),
    path("supply-plans/<str:public_id>/", plan.supply_plan_detail, name="supply-plan-detail"),
    path("supply-plans/<str:public_id>/lines/<int:position>/", plan.plan_line_edit, name="plan-line-edit"),
    path("supply-plans/<str:public_id>/approve/", plan.supply_plan_approve, name="supply-plan-approve"),
    path("cycles/", staff_page(cycle.CycleList.as_view()), name="cycle-list"),
    path("cycles/new/", cycle.cycle_create, name="cycle-create"),
    path("cycles/<str:public_id>/", cycle.cycle_detail, name="cycle-detail"),
    path("cycles/<str:public_id>/start/", cycle.cycle_start, name="cycle-start"),
    path("cycles/<str:public_id>/decisions/<int:decision>/", cycle.decision_complete, name="decision-complete"),
]
