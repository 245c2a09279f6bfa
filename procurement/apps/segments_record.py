"""Who may see what hangs on categories, strategies, plans and cycles; how their events read; the strategy as PDF."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Register subjects, texts and the document."""
    _register_subjects()
    _register_texts()
    _register_document()


def _register_subjects() -> None:
    from procurement.models import (
        AxisScale,
        AxisWeighing,
        Criterion,
        Cycle,
        Measurement,
        PortfolioSheet,
        Strategy,
        SupplyPlan,
    )
    from procurement.policies.planning import may_see_portfolio
    from srm.reference.models import Category
    from srm.subjects import register_subject

    for model in (Strategy, SupplyPlan, Cycle):
        register_subject(model, sees=_visible, url=lambda obj: obj.get_absolute_url())
    for plain in (AxisScale, AxisWeighing, Criterion, Measurement, PortfolioSheet):
        register_subject(plain, sees=_visible, adds=lambda _user, _obj: False)
    register_subject(
        Category,
        sees=lambda user, _category: may_see_portfolio(user),
        url=lambda category: reverse("procurement:category-detail", args=[category.public_id]),
    )


def _visible(user: Any, obj: Any) -> bool:
    return type(obj).objects.visible_to(user).filter(pk=obj.pk).exists()


def _criterion_names() -> dict[str, str]:
    from procurement.models import Criterion

    return {criterion.code: str(criterion) for criterion in Criterion.objects.all()}


def _category_names() -> dict[str, Any]:
    from srm.reference.models import Category

    return {"": _("top of the tree"), **{category.code: str(category) for category in Category.objects.all()}}


def _register_texts() -> None:
    from procurement import events
    from procurement.states import OutdatedBy, Quadrant, StrategyLever
    from srm.audit.texts import register_text

    register_text(
        events.CriterionScored, _("%(criterion)s scored %(score)s by %(by)s"), codes={"criterion": _criterion_names}
    )
    register_text(
        events.ScoreWithdrawn, _("%(criterion)s: score %(score)s taken back by %(by)s"),
        codes={"criterion": _criterion_names},
    )  # fmt: skip
    register_text(
        events.CriterionChanged, _("Criterion %(criterion)s changed by %(by)s"), codes={"criterion": _criterion_names}
    )
    register_text(
        events.CriterionAdded, _("Criterion %(criterion)s added by %(by)s"), codes={"criterion": _criterion_names}
    )
    register_text(
        events.ConsensusRecorded, _("%(criterion)s: %(people)s people agreed on %(score)s"),
        codes={"criterion": _criterion_names},
    )  # fmt: skip
    register_text(
        events.ConsensusLifted, _("%(criterion)s: consensus of %(score)s lifted by %(by)s"),
        codes={"criterion": _criterion_names},
    )  # fmt: skip
    register_text(events.AxisScaleChanged, _("Scale of the axis changed by %(by)s"))
    register_text(events.AxisWeighed, _("Weights compared in pairs by %(by)s, consistency ratio %(consistency_ratio)s"))
    register_text(events.CategoryAdded, _("Added by %(by)s"))
    register_text(events.CategoryChanged, _("Changed by %(by)s"))
    register_text(
        events.CategoryMoved, _("Moved by %(by)s: now %(parent)s, before %(was)s"),
        codes={"parent": _category_names, "was": _category_names},
    )  # fmt: skip
    register_text(events.CategoryPositioned, _("Measured: %(quadrant)s"), codes={"quadrant": Quadrant})
    register_text(events.PortfolioMeasurementRequested, _("Measuring asked for by %(by)s"))
    register_text(events.PortfolioMeasured, _("%(categories)s categories measured, %(changed)s moved"), tone="good")
    register_text(
        events.CategoryTargetSet, _("%(by)s set the target: %(quadrant)s"), codes={"quadrant": Quadrant}
    )  # fmt: skip
    register_text(events.PowerScored, _("Strength scored by %(by)s, factors: %(count)s"))
    register_text(events.CategoryTargetDropped, _("%(by)s gave the target up: %(reason)s"))
    register_text(events.PortfolioSheetMade, _("Put on paper by %(by)s"))
    register_text(events.StrategyDrafted, _("Version %(version)s drafted by %(by)s"))
    register_text(events.StrategySubmitted, _("Sent for approval by %(by)s"), tone="waiting")
    register_text(events.StrategyReturned, _("Returned by %(by)s: %(comment)s"), tone="late")
    register_text(events.SavingReported, _("%(reference)s awarded: %(awarded)s against an estimate of %(estimate)s"))
    register_text(events.SavingWithdrawn, _("The award of %(reference)s came to nothing"))
    register_text(events.StrategyApproved, _("Put in force by %(by)s"), tone="good")
    register_text(events.StrategyOutdated, _("Out of date: %(reason)s"), tone="late", codes={"reason": OutdatedBy})
    register_text(
        events.StrategyStandsAgain, _("Stands again: the category is back in %(quadrant)s"), tone="good",
        codes={"quadrant": Quadrant},
    )  # fmt: skip
    register_text(
        events.LeverReported, _("%(lever)s has brought %(measured)s"), tone="good", codes={"lever": StrategyLever}
    )  # fmt: skip
    register_text(events.MilestoneReached, _("Reached: %(milestone)s"), tone="good")
    register_text(events.SupplyPlanCreated, _("Drafted by %(by)s"))
    register_text(events.PlanLineSet, _("%(category)s set to %(amount)s for %(quarter)s"))
    register_text(events.PlanLineRemoved, _("%(category)s taken out of %(quarter)s"))
    register_text(events.SupplyPlanApproved, _("Approved by %(by)s"), tone="good")
    register_text(events.CycleCreated, _("Planned by %(by)s"))
    register_text(events.CycleStarted, _("Started by %(by)s"), tone="good")
    register_text(events.CycleReviewStarted, _("Review started by %(by)s"), tone="waiting")
    register_text(events.CycleClosed, _("Closed by %(by)s"))
    register_text(events.DecisionCarried, _("Carried into this cycle: %(action)s"))
    register_text(events.DecisionCompleted, _("Done by %(by)s: %(action)s"), tone="good")


def _register_document() -> None:
    from srm.documents.registry import DocumentKind, register_document

    register_document(
        DocumentKind(
            key="procurement.strategy",
            label=_("Category strategy"),
            template="documents/procurement/strategy.html",
            context=_strategy_context,
            file_name=lambda strategy: f"{strategy.number}.pdf",
            of="procurement.strategy",
        )
    )
    register_document(
        DocumentKind(
            key="procurement.portfolio",
            label=_("Portfolio"),
            template="documents/procurement/portfolio.html",
            context=_portfolio_context,
            file_name=lambda sheet: f"portfolio-{sheet.created_at:%Y-%m-%d}.pdf",
        )
    )


def _portfolio_context(sheet: Any) -> dict[str, Any]:
    from django.conf import settings

    from procurement.forms.portfolio import read_board

    board, form = read_board(sheet.created_by, sheet.look)
    chosen = [(f.label, dict(f.field.choices).get(f.value(), f.value())) if hasattr(f.field, "choices")
              else (f.label, f.value()) for f in form if f.value()]  # fmt: skip
    return {
        "board": board, "picture": board.picture(), "chosen": chosen, "currency": settings.ORGANISATION_CURRENCY,
        "alone": True,
    }  # fmt: skip


def _strategy_context(strategy: Any) -> dict[str, Any]:
    from procurement.queries.strategy import strategy_document

    return strategy_document(strategy)
