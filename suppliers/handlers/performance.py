"""What follows from measuring and from joint plans."""

from django.urls import reverse

from srm.authz import SYSTEM
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from suppliers.events import JointActionProposed, JointPlanShared, ScorecardComputed, ScorecardsAsked
from suppliers.handlers.supplier import tell_us
from suppliers.models import JointPlan, ScorecardRun, Supplier
from suppliers.queries.supplier import people_of
from suppliers.services import compute_all_scorecards
from suppliers.states import Band, Side


@on(ScorecardsAsked)
def measure_all(event: ScorecardsAsked, *, record: Event) -> None:
    compute_all_scorecards(run=ScorecardRun.objects.get(pk=record.subject_id), by=SYSTEM)


@on(ScorecardComputed)
def tell_drop(event: ScorecardComputed, *, record: Event) -> None:
    """Who looks after the supplier hears when its band falls."""
    bands = list(Band.values)
    if not event.band or not event.previous_band or bands.index(event.band) >= bands.index(event.previous_band):
        return
    supplier = Supplier.objects.select_related("owner").get(pk=record.subject_id)
    if supplier.owner:
        tell_us([supplier.owner], "suppliers.band_dropped", supplier, record, total=str(event.total))


@on(JointPlanShared)
def tell_plan(event: JointPlanShared, *, record: Event) -> None:
    plan = JointPlan.objects.select_related("supplier").get(pk=record.subject_id)
    _tell_supplier(plan, "suppliers.plan_shared", plan.title, record)


@on(JointActionProposed)
def tell_other_side(event: JointActionProposed, *, record: Event) -> None:
    plan = JointPlan.objects.select_related("supplier", "owner").get(pk=record.subject_id)
    if event.proposed_by_side == Side.BUYER:
        if plan.status == "shared":
            _tell_supplier(plan, "suppliers.step_proposed", event.title, record)
        return
    notify(
        recipients=[plan.owner], kind="suppliers.proposed", subject=plan, url=plan.get_absolute_url(), event=record,
        params={"name": plan.supplier.name, "title": event.title},
    )  # fmt: skip


def _tell_supplier(plan: JointPlan, kind: str, title: str, record: Event) -> None:
    url = reverse("suppliers:portal-joint-plan-detail", args=[plan.public_id])
    people = people_of(plan.supplier)
    notify(recipients=people, kind=kind, subject=plan, url=url, event=record, params={"title": title})
