"""How some suppliers of the example see us: their own statements, a judgement of ours, a review that was held."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from procurement.models import Cycle, Position
from srm.accounts.models import User
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.reference.models import Category
from suppliers.models import Membership, SelfDeclaration, Supplier
from suppliers.services import declare_customer_view, hold_review, judge_attractiveness, resegment

# supplier, whether he states his revenue, answers from 1 to 5
STATEMENTS = [
    ("Baltic Bearings", True, {"profit": 2, "growth": 2, "payment": 3, "ease": 2, "reference": 1}),
    ("Alfa Metal LLC", True, {"profit": 4, "growth": 4, "payment": 3, "ease": 4, "reference": 5}),
    ("Stahlwerk Ruhr", True, {"profit": 3, "growth": 4, "payment": 4, "ease": 3}),
    ("Norsk Valves", True, {"profit": 2, "growth": 1, "payment": 3, "ease": 2, "reference": 2}),
    ("Vostok Polymer", False, {"profit": 4, "growth": 3, "payment": 2}),
]
EARLIER = {"BEARING": "leverage", "STEEL": "strategic"}  # where they stood in the cycle before


@transaction.atomic
def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Let them state it, once; the real history has no such statements."""
    if data != "example" or SelfDeclaration.objects.exists():
        return
    marta = User.objects.get(email="marta.petrova@northwind.example")
    _last_cycle()
    for name, states_revenue, answers in STATEMENTS:
        supplier = Supplier.objects.get(name=name)
        member = Membership.objects.filter(supplier=supplier, role="admin").select_related("user").earliest("pk")
        declare_customer_view(
            supplier=supplier, year=organisation_today().year - 1, currency=supplier.currency,
            revenue=supplier.revenues.get().revenue if states_revenue else None, answers=answers, by=member.user,
        )  # fmt: skip
    steel, alfa = Category.objects.get(code="STEEL"), Supplier.objects.get(name="Alfa Metal LLC")
    judge_attractiveness(
        supplier=alfa, category=steel, attractiveness=Decimal("4.5"), by=marta,
        reason="Offers new grades to us first and holds stock for us unasked",
    )  # fmt: skip
    hold_review(
        supplier=alfa, category=steel, held_on=organisation_today() - timedelta(days=20), by=marta,
        note="Deliveries on Mondays and Thursdays; the next heat is planned together",
    )  # fmt: skip


def _last_cycle() -> None:
    """The standing at the end of the cycle before, so that the pages have something to compare."""
    now, before = Cycle.objects.order_by("-starts_on")[:2]
    for code, quadrant in EARLIER.items():
        position = Position.objects.current().get(category__code=code)
        resegment(category=position.category, quadrant=quadrant, period=before.code, by=SYSTEM)
        resegment(category=position.category, quadrant=position.quadrant, period=now.code, by=SYSTEM)
