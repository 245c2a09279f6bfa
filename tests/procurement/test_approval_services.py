"""Chains with several people, one more opinion, lines left out, what is overdue, what grew: verbs and refusals."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.models import ApprovalRule, ApprovalStep, BudgetEntry, Requisition, StockReservation
from procurement.queries import budget_for, standing_of
from procurement.queries.approval import waiting_for
from procurement.services import (
    LineChange,
    LineInput,
    add_approver,
    add_watcher,
    approve_requisition,
    approve_requisitions,
    escalate_overdue_approvals,
    recall_requisition,
    reject_requisition,
    remind_holder,
    return_requisition,
    revise_requisition,
    set_stock,
    submit_requisition,
)
from procurement.states import ApprovalStatus, LineStage, RequisitionStatus, ReservationStatus
from srm.accounts.models import User
from srm.accounts.services import give_delegation
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import broken_link, deliver_pending, history
from srm.notifications.models import Notice
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.scenarios.procurement import (
    a_company,
    a_draft,
    a_submitted_requisition,
    an_approved_requisition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def rules(*rows):
    """Only these rules: (order, what it asks for)."""
    ApprovalRule.objects.all().delete()
    return [ApprovalRule.objects.create(name=f"Rule {i}", order=order, **more) for i, (order, more) in enumerate(rows)]


def standing_in(company, substitute, principal=None):
    now = database_now()
    return give_delegation(
        principal=principal or company.head, substitute=substitute, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1), by=principal or company.head,
    )  # fmt: skip


def two_lines(company, first="300", second="200"):
    return [
        LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(first)),
        LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(second)),
    ]


def state(requisition):
    """All that a refusal must leave alone."""
    requisition.refresh_from_db()
    steps = list(requisition.approval_steps.order_by("pk").values_list("status", "order", "escalated_to", "decided_by"))
    lines = list(requisition.lines.order_by("pk").values_list("amount", "rejected_at", "stage", "route"))
    events = history(requisition).count()
    return (requisition.status, requisition.total, steps, lines, BudgetEntry.objects.count(), events)


def refuses(error, requisition, verb, **input_):
    """The verb raises, and nothing has changed."""
    before = state(requisition)
    with pytest.raises(error):
        verb(requisition=requisition, **input_)
    assert state(requisition) == before


def left(company):
    return standing_of(budget_for(company.cost_centre, organisation_today() + timedelta(days=30))).left


def asked(requisition):
    return [(s.order, s.approver.name if s.approver else s.role) for s in requisition.approval_steps.order_by("pk")]


def test_steps_of_one_order_wait_together_and_the_next_comes_after_both(company):
    rules((1, {"by_head": True}), (1, {"by_category_owner": True}), (2, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company)

    assert [w.requisition for w in waiting_for(company.manager)] == [requisition]
    approve_requisition(requisition=requisition, by=company.manager)
    assert waiting_for(company.finance) == []
    approve_requisition(requisition=requisition, by=company.head)
    assert [w.requisition for w in waiting_for(company.finance)] == [requisition]
    approve_requisition(requisition=requisition, by=company.finance)

    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.APPROVED
    assert broken_link(requisition) is None


def test_a_later_step_is_not_given_before_its_turn(company):
    rules((1, {"by_head": True}), (2, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company)

    refuses(NotPermitted, requisition, approve_requisition, by=company.finance)


def test_a_quorum_needs_as_many_different_voices(company):
    second, third = (UserFactory(name=n, roles=[Role.FINANCE]) for n in ("Nina Fin", "Omar Fin"))
    rules((1, {"role": Role.FINANCE, "quorum": 2}))
    requisition = a_submitted_requisition(company)

    approve_requisition(requisition=requisition, by=company.finance)
    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.SUBMITTED
    refuses(NotPermitted, requisition, approve_requisition, by=company.finance)
    assert (waiting_for(company.finance), len(waiting_for(third))) == ([], 1)
    approve_requisition(requisition=requisition, by=second)

    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.APPROVED
    assert [v.by for v in requisition.approval_steps.get().votes.all()] == [company.finance, second]


def test_nobody_speaks_for_somebody_who_has_spoken_already(company):
    second = UserFactory(name="Nina Fin", roles=[Role.FINANCE])
    substitute = UserFactory(name="Petro Savka")
    standing_in(company, substitute, principal=company.finance)
    rules((1, {"role": Role.FINANCE, "quorum": 2}))
    requisition = a_submitted_requisition(company)
    approve_requisition(requisition=requisition, by=company.finance)

    refuses(NotPermitted, requisition, approve_requisition, by=substitute)
    approve_requisition(requisition=requisition, by=second)

    assert requisition.approval_steps.get().status == ApprovalStatus.APPROVED


def test_any_of_a_group_is_enough_and_one_voice_rejects(company):
    first, second = UserFactory(name="Nina Board"), UserFactory(name="Omar Board")
    (rule,) = rules((1, {}))
    rule.people.set([first, second])
    given, refused = a_submitted_requisition(company), a_submitted_requisition(company)

    approve_requisition(requisition=given, by=second)
    reject_requisition(requisition=refused, by=first, comment="Not this year")

    given.refresh_from_db()
    refused.refresh_from_db()
    assert (given.status, refused.status) == (RequisitionStatus.APPROVED, RequisitionStatus.REJECTED)


def test_rules_look_at_project_flags_and_the_cost_centres_owner(company):
    company.cost_centre.owner = company.buyer
    company.cost_centre.save()
    rules(
        (1, {"by_centre_owner": True}), (2, {"role": Role.FINANCE, "project": "P-7"}),
        (3, {"person": company.manager, "flag": "urgent"}), (4, {"person": company.warehouse, "flag": "single_source"}),
    )  # fmt: skip

    plain = a_submitted_requisition(company)
    urgent = a_submitted_requisition(company, is_urgent=True, project="P-7")
    single = a_submitted_requisition(company, is_single_source=True)
    of_a_line = a_submitted_requisition(
        company, LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(5), project="P-7")
    )

    assert asked(plain) == [(1, "Sofia Lee")]
    assert asked(urgent) == [(1, "Sofia Lee"), (2, Role.FINANCE), (3, "Marta Petrova")]
    assert asked(single) == [(1, "Sofia Lee"), (2, "Elif Rahn")]
    assert asked(of_a_line) == [(1, "Sofia Lee"), (2, Role.FINANCE)]
    assert urgent.flags == ["urgent"]


def test_what_exceeds_the_budget_asks_for_more_where_it_is_only_warned_of(settings):
    settings.BUDGET_CONTROL = "warn"
    company = a_company(budget="5000")
    rules((1, {"by_head": True}), (2, {"role": Role.FINANCE, "flag": "over_budget"}))

    within, over = a_submitted_requisition(company), None
    approve_requisition(requisition=within, by=company.head)
    over = a_submitted_requisition(company)

    assert (within.flags, over.flags) == ([], ["over_budget"])
    assert asked(over) == [(1, "Ivan Bondar"), (2, Role.FINANCE)]


def test_the_chain_is_frozen_at_submission(company):
    requisition = a_submitted_requisition(company)

    rules((1, {"role": Role.FINANCE}))
    company.department.head = company.buyer
    company.department.save()

    assert asked(requisition) == [(1, "Ivan Bondar")]
    refuses(NotPermitted, requisition, approve_requisition, by=company.finance)
    refuses(NotPermitted, requisition, approve_requisition, by=company.buyer)


def test_a_role_that_nobody_else_has_is_refused_at_submission(company):
    rules((1, {"role": Role.FINANCE, "quorum": 2}))
    draft = a_draft(company)

    refuses(Refused, draft, submit_requisition, by=company.requester)


def test_a_substitute_of_the_requester_decides_his_request_in_no_capacity(company):
    rules((1, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company)
    standing_in(company, company.finance, principal=company.requester)

    refuses(NotPermitted, requisition, approve_requisition, by=company.finance)
    assert waiting_for(company.finance) == []


def test_the_chain_passes_over_who_stands_in_for_the_requester(company):
    director = UserFactory(name="Anna Melnyk")
    above = DepartmentFactory(legal_entity=company.entity, head=director)
    company.department = DepartmentFactory(parent=above, legal_entity=company.entity, head=company.head)
    standing_in(company, company.head, principal=company.requester)

    requisition = a_submitted_requisition(company)

    assert asked(requisition) == [(1, "Anna Melnyk")]


def test_a_substitute_passes_nothing_on_and_keeps_to_his_principals_limit(company):
    substitute, second = UserFactory(name="Petro Savka"), UserFactory(name="Roman Dub")
    standing_in(company, substitute)
    standing_in(company, second, principal=substitute)
    requisition = a_submitted_requisition(company)

    refuses(NotPermitted, requisition, approve_requisition, by=second)
    company.head.approval_limit = Decimal("4999.99")
    company.head.save()
    refuses(NotPermitted, requisition, approve_requisition, by=substitute)


def test_a_delegation_ends(company):
    substitute = UserFactory(name="Petro Savka")
    given = standing_in(company, substitute)
    requisition = a_submitted_requisition(company)
    given.ends_at = database_now()
    given.save()

    refuses(NotPermitted, requisition, approve_requisition, by=substitute)


def test_an_approver_asks_one_more_person_with_or_after_him(company):
    beside, after = UserFactory(name="Lev Beside"), UserFactory(name="Mia After")
    rules((1, {"by_head": True}), (2, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company)

    add_approver(requisition=requisition, person=beside, reason="Is it safe?", by=company.head)
    add_approver(requisition=requisition, person=after, after=True, by=company.head)

    assert sorted(asked(requisition)) == [(1, "Ivan Bondar"), (1, "Lev Beside"), (2, "Mia After"), (3, Role.FINANCE)]
    for person in (company.head, beside, after, company.finance):
        approve_requisition(requisition=requisition, by=person)
    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.APPROVED


def test_who_may_not_be_added_is_refused(company):
    requisition = a_submitted_requisition(company)
    poor = UserFactory(name="Small Limit", approval_limit=Decimal(10))
    gone = UserFactory(name="Has Left", is_active=False)

    for person in (company.requester, company.head, poor, gone):
        refuses(Invalid, requisition, add_approver, person=person, by=company.head)
    refuses(NotPermitted, requisition, add_approver, person=company.finance, by=company.buyer)


def test_a_watcher_sees_it_hears_of_it_and_decides_nothing(company, django_capture_on_commit_callbacks):
    watcher = UserFactory(name="Vera Watch")
    requisition = a_submitted_requisition(company)
    assert not type(requisition).objects.visible_to(watcher).exists()

    for _ in range(2):
        add_watcher(requisition=requisition, person=watcher, by=company.requester)
    deliver_pending()

    assert type(requisition).objects.visible_to(watcher).get() == requisition
    assert [n.kind for n in Notice.objects.filter(recipient=watcher)] == ["procurement.requisition_watched"]
    refuses(NotPermitted, requisition, approve_requisition, by=watcher)
    refuses(NotPermitted, requisition, add_watcher, person=company.buyer, by=UserFactory())


def test_lines_are_left_out_with_a_reason_and_the_others_pass(company):
    set_stock(item=company.item, place=company.place, on_hand=Decimal(5), by=company.warehouse)
    lines = [
        LineInput(item=company.item, quantity=Decimal(2), unit_price=Decimal(100), from_stock=Decimal(2)),
        LineInput(item=company.item, quantity=Decimal(3), unit_price=Decimal(1000)),
    ]
    requisition = a_submitted_requisition(company, *lines)

    approve_requisition(requisition=requisition, by=company.head, rejected={1: "Take the old ones"})

    requisition.refresh_from_db()
    out, kept = requisition.lines.order_by("position")
    assert (requisition.status, requisition.total, requisition.approved_total) == ("approved", 3000, 3000)
    assert (out.rejected_reason, out.stage, out.route) == ("Take the old ones", LineStage.ASKED, "")
    assert (kept.rejected_at, kept.stage) == (None, LineStage.APPROVED)
    assert left(company) == Decimal(97_000)
    assert StockReservation.objects.get().status == ReservationStatus.RELEASED


@pytest.mark.parametrize("rejected", [{1: " "}, {3: "No such"}, {1: "No", 2: "No"}])
def test_a_line_is_not_left_out_without_reason_nor_all_of_them(company, rejected):
    requisition = a_submitted_requisition(company, *two_lines(company))

    refuses(Invalid, requisition, approve_requisition, by=company.head, rejected=rejected)


def test_a_returned_request_asks_anew_for_lines_once_left_out(company):
    rules((1, {"by_head": True}), (2, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company, *two_lines(company))
    approve_requisition(requisition=requisition, by=company.head, rejected={1: "No"})

    return_requisition(requisition=requisition, by=company.finance, comment="Which project?")
    submit_requisition(requisition=requisition, by=company.requester)

    assert (requisition.total, requisition.lines.kept().count()) == (Decimal(500), 2)


def test_only_the_requester_takes_back_and_only_while_it_waits(company):
    requisition = a_submitted_requisition(company)

    refuses(NotPermitted, requisition, recall_requisition, by=company.head)
    approve_requisition(requisition=requisition, by=company.head)
    refuses(Refused, requisition, recall_requisition, by=company.requester)


def overdue(requisition):
    ApprovalStep.objects.filter(requisition=requisition).update(due_at=database_now() - timedelta(hours=1))


def a_director(company, **fields):
    director = UserFactory(name="Anna Melnyk", **fields)
    above = DepartmentFactory(legal_entity=company.entity, head=director)
    company.department = DepartmentFactory(parent=above, legal_entity=company.entity, head=company.head)
    company.head.department, director.department = company.department, above
    company.head.save()
    director.save()
    return director


def test_an_overdue_approval_goes_to_the_head_once_and_he_may_decide(company):
    director = a_director(company)
    requisition = a_submitted_requisition(company)
    deliver_pending()
    assert escalate_overdue_approvals() == 0
    overdue(requisition)

    assert [escalate_overdue_approvals() for _ in range(3)] == [1, 0, 0]
    deliver_pending()

    assert [n.kind for n in Notice.objects.filter(recipient=director)] == ["procurement.approval_escalated"]
    assert [w.requisition for w in waiting_for(director)] == [requisition]
    assert [w.requisition for w in waiting_for(company.head)] == [requisition]
    approve_requisition(requisition=requisition, by=director)
    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.APPROVED


@pytest.mark.parametrize("reason", ["limit", "requester", "nobody"])
def test_an_overdue_approval_stays_where_no_head_may_decide(company, reason):
    director = a_director(company, approval_limit=Decimal(10) if reason == "limit" else None)
    if reason == "requester":
        requisition = a_submitted_requisition(company, by=director)
    else:
        requisition = a_submitted_requisition(company)
    if reason == "nobody":
        director.headed_departments.update(head=None)
    overdue(requisition)
    before = state(requisition)

    assert escalate_overdue_approvals() == 0
    assert state(requisition) == before


def test_reminding_reaches_who_has_it_and_not_twice_a_day(company):
    requisition = a_submitted_requisition(company)

    assert remind_holder(requisition=requisition, by=company.requester) == [company.head]
    deliver_pending()

    kinds = Notice.objects.filter(recipient=company.head).values_list("kind", flat=True)
    assert sorted(kinds) == ["procurement.approval_asked", "procurement.requisition_reminded"]
    refuses(Refused, requisition, remind_holder, by=company.requester)
    refuses(NotPermitted, requisition, remind_holder, by=company.buyer)


def test_a_draft_is_with_its_requester_and_nobody_is_reminded(company):
    refuses(Refused, a_draft(company), remind_holder, by=company.requester)


def test_a_little_more_is_kept_as_approved_and_booked(company):
    requisition = an_approved_requisition(company)

    revise_requisition(
        requisition=requisition, changes={1: LineChange(unit_price=Decimal(550))}, reason="Dearer", by=company.buyer
    )

    requisition.refresh_from_db()
    assert (requisition.status, requisition.total, left(company)) == ("approved", Decimal(5500), Decimal(94_500))


def test_small_steps_do_not_get_round_the_tolerance(company):
    requisition = an_approved_requisition(company)
    revise_requisition(
        requisition=requisition, changes={1: LineChange(unit_price=Decimal(545))}, reason="Dearer", by=company.buyer
    )

    revise_requisition(
        requisition=requisition, changes={1: LineChange(unit_price=Decimal("550.01"))}, reason="Again", by=company.buyer
    )

    requisition.refresh_from_db()
    line = requisition.lines.get()
    assert (requisition.status, line.stage, line.route) == (RequisitionStatus.SUBMITTED, LineStage.ASKED, "")
    assert (left(company), [s.round for s in requisition.approval_steps.order_by("pk")]) == (Decimal(100_000), [1, 2])
    approve_requisition(requisition=requisition, by=company.head)
    requisition.refresh_from_db()
    assert (requisition.approved_total, left(company)) == (Decimal("5500.10"), Decimal("94499.90"))


def test_what_was_taken_back_after_growing_can_be_sent_again(company):
    requisition = an_approved_requisition(company)
    revise_requisition(
        requisition=requisition, changes={1: LineChange(quantity=Decimal(20))}, reason="More", by=company.requester
    )

    recall_requisition(requisition=requisition, by=company.requester)
    submit_requisition(requisition=requisition, by=company.requester)
    approve_requisition(requisition=requisition, by=company.head)

    assert left(company) == Decimal(90_000)


@pytest.mark.parametrize(
    ("error", "changes", "reason", "who"),
    [
        (NotPermitted, {1: LineChange(unit_price=Decimal(1))}, "x", "head"),
        (Invalid, {1: LineChange(unit_price=Decimal(1))}, " ", "requester"),
        (Invalid, {2: LineChange(unit_price=Decimal(1))}, "x", "requester"),
        (Invalid, {1: LineChange(quantity=Decimal(0))}, "x", "requester"),
        (Invalid, {1: LineChange(unit_price=Decimal(-1))}, "x", "requester"),
        (Refused, {1: LineChange(unit_price=Decimal(10_001))}, "x", "requester"),
    ],
)
def test_a_revision_that_is_refused_changes_nothing(company, error, changes, reason, who):
    requisition = an_approved_requisition(company)

    refuses(error, requisition, revise_requisition, changes=changes, reason=reason, by=getattr(company, who))
    assert left(company) == Decimal(95_000)


def test_what_is_being_bought_or_not_approved_is_not_revised(company):
    bought, waiting = an_approved_requisition(company), a_submitted_requisition(company)
    bought.lines.update(stage=LineStage.ORDERED)
    change = {"changes": {1: LineChange(unit_price=Decimal(1))}, "reason": "x", "by": company.requester}

    refuses(Refused, bought, revise_requisition, **change)
    refuses(Refused, waiting, revise_requisition, **change)


def test_many_are_approved_each_by_itself(company):
    company.head.approval_limit = Decimal(6000)
    company.head.save()
    small, own = a_submitted_requisition(company), a_submitted_requisition(company)
    done = an_approved_requisition(company)

    outcomes = approve_requisitions(requisitions=[done, own, small], by=company.head)

    assert [(o.requisition.pk, o.refusal.code if o.refusal else "") for o in outcomes] == [
        (small.pk, ""), (own.pk, ""), (done.pk, "wrong_state"),
    ]  # fmt: skip


def test_of_many_only_those_are_refused_that_the_budget_has_not_got():
    company = a_company(budget="12000")
    asked = [a_submitted_requisition(company) for _ in range(3)]
    a_submitted_requisition(company, *two_lines(company))
    refused, before = asked[2], (state(asked[2])[:4], history(asked[2]).count())

    outcomes = approve_requisitions(requisitions=Requisition.objects.all(), by=company.head)

    assert [o.refusal.code if o.refusal else "" for o in outcomes] == ["", "", "budget_exceeded", ""]
    assert (state(refused)[:4], history(refused).count()) == before
    assert (BudgetEntry.objects.count(), left(company)) == (4, Decimal(1500))
    assert all(broken_link(o.requisition) is None for o in outcomes)


def test_one_approval_leaves_the_same_as_one_of_many(company):
    one, *many = [a_submitted_requisition(company) for _ in range(3)]

    approve_requisition(requisition=one, by=company.head, comment="Fine")
    approve_requisitions(requisitions=many, by=company.head, comment="Fine")

    first, *others = [as_left(requisition) for requisition in (one, *many)]
    assert (others, first[0], first[3]) == ([first, first], "approved", [("pre_commitment", Decimal("5000.00"))])


def as_left(requisition):
    """What an approval leaves, but for keys and times."""
    requisition.refresh_from_db()
    (line,) = requisition.lines.all()
    return (
        requisition.status, requisition.approved_total,
        list(requisition.approval_steps.values_list("status", "decided_by", "comment")),
        [(e.kind, e.amount) for e in line.budget_entries.all()],
        (line.route, line.buyer, line.stage), list(line.progress.values_list("stage", "holder").order_by("at")),
        [(e.name, e.deliveries.count()) for e in history(requisition)],
    )  # fmt: skip


def test_a_voice_of_a_quorum_and_a_later_step_are_given_in_bulk_too(company):
    other = UserFactory(name="Lev Beside")
    rules((1, {"role": Role.FINANCE, "quorum": 2}), (2, {"by_head": True}))
    UserFactory(name="Nina Fin", roles=[Role.FINANCE])
    asked = [a_submitted_requisition(company) for _ in range(2)]

    voices = approve_requisitions(requisitions=asked, by=company.finance)
    again = approve_requisitions(requisitions=asked, by=company.finance)
    foreign = approve_requisitions(requisitions=asked, by=other)
    full = approve_requisitions(requisitions=asked, by=User.objects.get(name="Nina Fin"))

    codes = [[o.refusal.code if o.refusal else "" for o in outcomes] for outcomes in (voices, again, foreign, full)]
    assert codes == [["", ""], ["not_permitted"] * 2, ["not_permitted"] * 2, ["", ""]]
    for requisition in asked:
        steps = requisition.approval_steps.order_by("order")
        assert [(s.status, s.asked_at is not None, s.votes.count()) for s in steps] == [
            (ApprovalStatus.APPROVED, True, 2), (ApprovalStatus.WAITING, True, 0),
        ]  # fmt: skip


def test_queries_do_not_grow_with_how_many_are_approved(company):
    def queries_of(number):
        asked = [a_submitted_requisition(company, *two_lines(company)) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            outcomes = approve_requisitions(requisitions=asked, by=company.head)
        assert [o.refusal for o in outcomes] == [None] * number
        return len(queries)

    assert queries_of(2) == queries_of(12)


def test_each_is_asked_once_when_it_is_his_turn(company):
    beside = UserFactory(name="Lev Beside")
    rules((1, {"by_head": True}), (1, {"person": beside}), (2, {"role": Role.FINANCE}))
    requisition = a_submitted_requisition(company)
    deliver_pending()

    approve_requisition(requisition=requisition, by=company.head)
    deliver_pending()
    approve_requisition(requisition=requisition, by=beside)
    deliver_pending()

    told = Notice.objects.filter(kind="procurement.approval_asked").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Hanna Lis", "Ivan Bondar", "Lev Beside"]
