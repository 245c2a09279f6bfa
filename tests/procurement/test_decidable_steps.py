"""What the lists call decidable is what the policy lets decide, and nothing else."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.utils import timezone

from procurement.models import ApprovalStep, ApprovalVote, Requisition
from procurement.policies.requisition import decides_step
from procurement.queries.approval import decidable_steps, waiting_for
from procurement.states import RequisitionStatus
from srm.accounts.models import Delegation
from srm.accounts.queries import principals_now
from srm.accounts.states import Role
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.scenarios.procurement import Company, a_company

pytestmark = pytest.mark.django_db
TOTALS = (Decimal(100), Decimal(1000))


def stands_in(substitute, principal):
    now = timezone.now()
    Delegation.objects.create(
        principal=principal, substitute=substitute, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1)
    )


def a_step(company: Company, number: int, *, requester, approver, role, total) -> ApprovalStep:
    requisition = Requisition.objects.create(
        number=f"RQ-{number}", title="Grease", requester=requester, department=company.department,
        cost_centre=company.cost_centre, place=company.place, needed_on=timezone.now().date(), currency="EUR",
        status=RequisitionStatus.SUBMITTED, total=total, base_total=total, base_rate=1, submitted_at=timezone.now(),
    )  # fmt: skip
    return ApprovalStep.objects.create(requisition=requisition, order=1, rule_name="Head", approver=approver, role=role)


def people(company: Company) -> list:
    small = UserFactory(name="Small Limit", roles=[Role.FINANCE], approval_limit=500)
    left = UserFactory(name="Fred Former", roles=[Role.FINANCE], is_active=False)
    substitute, second = UserFactory(name="Stan Substitute"), UserFactory(name="Sue Second", roles=[Role.BUYER])
    for principal in (company.head, small, left):
        stands_in(substitute, principal)
    stands_in(second, small)
    stands_in(second, company.finance)
    stands_in(company.requester, company.head)
    return [company.requester, company.head, company.finance, small, left, substitute, second, PortalUserFactory()]


def test_the_list_and_the_policy_agree_on_everybody_and_every_step():
    company = a_company()
    everybody = people(company)
    whose = [*((person, "") for person in everybody[:5]), (None, Role.FINANCE), (None, Role.BUYER)]
    steps = [
        a_step(company, n, requester=requester, approver=approver, role=role, total=total)
        for n, (requester, (approver, role), total) in enumerate(product(everybody[:4], whose, TOTALS))
    ]

    listed = {p: dict(decidable_steps(p).values_list("pk", "decider")) for p in everybody}

    allowed = {person: {} for person in everybody}
    for person, step in product([p for p in everybody if not p.is_portal], steps):
        may, principal = decides_step(person, step, principals_now(person))
        if may:
            allowed[person][step.pk] = (principal or person).pk
    assert listed == allowed
    assert sum(map(len, allowed.values())) == 58


def test_whom_one_stands_in_for_is_named():
    company = a_company()
    substitute = UserFactory()
    stands_in(substitute, company.head)
    a_step(company, 1, requester=company.requester, approver=company.head, role="", total=Decimal(5))

    found = {person.name: waiting_for(person) for person in (substitute, company.head)}

    assert [w.principal for w in found[substitute.name]] == [company.head]
    assert [w.principal for w in found[company.head.name]] == [None]


def test_they_agree_on_groups_votes_and_what_was_passed_on():
    company = a_company()
    everybody = people(company)
    requester, head, finance, small = everybody[:4]
    plain = {"requester": requester, "approver": None, "role": "", "total": Decimal(100)}
    group = [head.pk, finance.pk, small.pk]
    shapes = [
        {"people": group}, {"people": group, "quorum": 2}, {"people": group, "quorum": 2}, {"escalated_to": head},
    ]  # fmt: skip
    steps = [a_step(company, n, **plain) for n in range(len(shapes))]
    for step, shape in zip(steps, shapes, strict=True):
        for name, value in shape.items():
            setattr(step, name, value)
        step.save()
    ApprovalVote.objects.create(step=steps[2], by=finance, for_whom=finance, at=timezone.now())

    listed = {p: dict(decidable_steps(p).values_list("pk", "decider")) for p in everybody}

    allowed = {person: {} for person in everybody}
    for person, step in product([p for p in everybody if not p.is_portal], steps):
        may, principal = decides_step(person, step, principals_now(person))
        if may:
            allowed[person][step.pk] = (principal or person).pk
    assert listed == allowed
    assert steps[1].pk in listed[finance]
    assert steps[2].pk not in listed[finance]
