"""The seven steps, each as the people of the house would do it: only services, and the clock."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from analytics.services import AnswerInput, QuestionInput, answer_survey, open_survey
from contracts.models import Contract, PurchaseOrder
from contracts.services import (
    CallOffInput,
    ReceiptInput,
    accept_contract,
    call_off_order,
    confirm_order,
    post_goods_receipt,
    send_contract,
    send_order,
)
from procurement.models import Criterion as MatrixCriterion
from procurement.models import Cycle, Requisition, SupplyPlan
from procurement.services import (
    LineInput,
    approve_requisition,
    approve_supply_plan,
    confirm_bundle,
    create_supply_plan,
    position_category,
    propose_bundles,
    score_criterion,
    submit_requisition,
)
from srm.accounts.models import User
from srm.accounts.services import give_delegation
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from srm.events.services import deliver_pending
from suppliers.models import JointAction, Supplier
from suppliers.services import (
    accept_invitation,
    agree_joint_action,
    apply_supplier,
    confirm_supplier,
    create_joint_plan,
    invite_supplier,
    propose_joint_action,
    share_joint_plan,
    update_supplier,
)
from suppliers.states import Side
from tenders.models import Auction, AuctionEvent, Award, Bid, Tender
from tenders.services import (
    ScoreInput,
    accept_award,
    accept_few_bids,
    amend_tender,
    answer_question,
    approve_award,
    ask_question,
    close_auction,
    create_tender_from_bundle,
    declare_no_conflict,
    evaluate_lot,
    freeze_scores,
    invite_new_supplier,
    invite_to_tender,
    open_bids,
    place_auction_bid,
    propose_award,
    publish_tender,
    save_scores,
    schedule_auction,
    set_committee,
    submit_bid,
    update_draft,
)
from tenders.states import CommitteeRole
from tests.cycle.ground import Ground, a_colleague
from tests.factories.accounts import UserFactory
from tests.scenarios.auctions import STEP_OF_TEN
from tests.scenarios.procurement import a_draft
from tests.scenarios.tenders import next_deadline

ENGLISH = STEP_OF_TEN | {"extension": {"anchor": "bid", "window_s": 180, "length_s": 180, "trigger_rank": 1}}


@dataclass
class Walk:
    """What one cycle has led to so far."""

    ground: Ground
    substitute: User
    expert: User
    requisitions: list[Requisition] = field(default_factory=list)
    plan: SupplyPlan = None
    tender: Tender = None
    newcomer: Supplier = None
    newcomer_person: User = None
    auction: Auction = None
    award: Award = None
    contract: Contract = None
    order: PurchaseOrder = None
    next_cycle: Cycle = None

    @property
    def company(self):
        return self.ground.company

    @property
    def lot(self):
        return self.tender.lots.get()


def begin(ground: Ground) -> Walk:
    return Walk(
        ground, a_colleague(ground.company, "Petro Hlushko"), UserFactory(name="Bohdan Rud", roles=[Role.COMMITTEE])
    )


# 1 needs


def ask(walk: Walk, title: str, by: User, *quantities: tuple[int, int]) -> Requisition:
    """Send a request of so many pieces, so many of them from stock, at 50.00 each."""
    item = walk.company.item
    lines = [
        LineInput(item=item, quantity=Decimal(q), from_stock=Decimal(s), unit_price=Decimal(50)) for q, s in quantities
    ]
    requisition = submit_requisition(requisition=a_draft(walk.company, *lines, title=title, by=by), by=by)
    walk.requisitions.append(requisition)
    return requisition


def the_head_goes_on_leave(walk: Walk) -> None:
    now = database_now()
    give_delegation(
        principal=walk.company.head, substitute=walk.substitute, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=14), reason="Holiday", by=walk.company.head,
    )  # fmt: skip


def the_substitute_approves(walk: Walk) -> None:
    for number, requisition in enumerate(walk.requisitions):
        walk.requisitions[number] = approve_requisition(requisition=requisition, comment="Agreed", by=walk.substitute)


# 2 segments


def place_on_the_matrix(walk: Walk):
    for code, score in (("switching", 2), ("cost-share", 4), ("stop-cost", 4)):
        score_criterion(
            category=walk.ground.category, criterion=MatrixCriterion.objects.get(code=code), score=Decimal(score),
            by=walk.company.manager,
        )  # fmt: skip
    return position_category(category=walk.ground.category, by=walk.company.manager)


def plan_the_quarter(walk: Walk) -> SupplyPlan:
    today = organisation_today()
    plan = create_supply_plan(period_from=today, period_to=today + timedelta(days=89), by=walk.company.manager)
    walk.plan = approve_supply_plan(plan=plan, by=walk.company.finance)
    return walk.plan


# 3 tender


def bundle_into_a_tender(walk: Walk) -> Tender:
    """Take the proposed procedure, invite two suppliers one knows and one who is new, publish."""
    manager = walk.company.manager
    (bundle,) = propose_bundles(by=manager)
    bundle = confirm_bundle(bundle=bundle, by=manager)
    tender = create_tender_from_bundle(bundle=bundle, by=manager)
    members = [(walk.company.procurement_head, CommitteeRole.CHAIR), (walk.expert, CommitteeRole.EXPERT)]
    set_committee(tender=tender, members=members, by=manager)
    for supplier in (walk.ground.known, walk.ground.silent):
        invite_to_tender(tender=tender, supplier=supplier, by=manager)
    invitation = invite_new_supplier(tender=tender, name="Newcomer LLC", email="sales@newcomer.example", by=manager)
    walk.newcomer = invitation.supplier
    tender = update_draft(tender=tender, bids_until=next_deadline(5), by=manager)
    walk.tender = publish_tender(tender=tender, by=manager)
    return walk.tender


def the_newcomer_registers(walk: Walk) -> User:
    """By the key from the invitation; then the company's data, and another than the buyer admits it."""
    _row, key = invite_supplier(
        supplier=walk.newcomer, email="nina@newcomer.example", language="uk", by=walk.company.manager
    )
    person = accept_invitation(key=key, name="Nina Ivanko", password="a-long-enough-phrase", language="uk")
    update_supplier(
        supplier=walk.newcomer, legal_name="Newcomer LLC", tax_id="UA12345678", country="UA", by=person
    )  # fmt: skip
    apply_supplier(supplier=walk.newcomer, by=person)
    walk.newcomer = confirm_supplier(supplier=walk.newcomer, by=walk.company.procurement_head)
    walk.newcomer_person = person
    return person


def question_and_amendment(walk: Walk):
    asked = ask_question(tender=walk.tender, supplier=walk.newcomer, text="Is DAP asked for?", by=walk.newcomer_person)
    answered = answer_question(question=asked, answer="Yes, DAP plant 1.", by=walk.company.manager)
    amendment = amend_tender(
        tender=walk.tender, changes={"bids_until": next_deadline(8)}, reason="More time to calculate.",
        by=walk.company.manager,
    )  # fmt: skip
    walk.tender.refresh_from_db()
    return answered, amendment


# 4 bids, opening, auction


def bid(walk: Walk, supplier: Supplier, person: User, price: str) -> Bid:
    items = [item.public_id for item in walk.lot.items.all()]
    content = {
        "prices": dict.fromkeys(items, price), "days": dict.fromkeys(items, 21),
        "answers": {"quality": {"text": "ISO 9001, two years of guarantee."}}, "note": "DAP",
    }  # fmt: skip
    return submit_bid(tender=walk.tender, supplier=supplier, content=content, by=person)


def both_bid(walk: Walk) -> list[Bid]:
    return [
        bid(walk, walk.ground.known, walk.ground.person, "48.00"),
        bid(walk, walk.newcomer, walk.newcomer_person, "47.00"),
    ]


def the_deadline_passes(walk: Walk) -> None:
    past = database_now() - timedelta(minutes=1)
    Tender.objects.filter(pk=walk.tender.pk).update(bids_until=past, questions_until=past)
    walk.tender.refresh_from_db()


def open_and_score(walk: Walk, *values: int) -> None:
    """The expert scores in the order in which the bids came, not seeing a price."""
    walk.tender = open_bids(tender=walk.tender, by=walk.company.manager)
    for person in (walk.company.procurement_head, walk.expert):
        declare_no_conflict(tender=walk.tender, by=person)
    quality = walk.tender.criteria.get(code="quality")
    bids = walk.tender.bids.order_by("submitted_at")
    scores = [ScoreInput(b, quality, Decimal(v)) for b, v in zip(bids, values, strict=True)]
    save_scores(tender=walk.tender, scores=scores, by=walk.expert)
    freeze_scores(tender=walk.tender, by=walk.expert)


def go_on_with_two(walk: Walk) -> None:
    walk.tender = accept_few_bids(
        tender=walk.tender, reason="Two sound bids; the third qualified one is sold out.", by=walk.company.manager
    )


def begin_the_auction(walk: Walk) -> Auction:
    opens_at = database_now()
    walk.auction = schedule_auction(
        lot=walk.lot, opens_at=opens_at, closes_at=opens_at + timedelta(hours=1), rules=ENGLISH,
        by=walk.company.manager,
    )  # fmt: skip
    return walk.auction


def bid_live(walk: Walk, supplier: Supplier, person: User, amount: int) -> AuctionEvent:
    seat = walk.auction.participants.get(supplier=supplier)
    return place_auction_bid(auction=walk.auction, participant=seat, amount=Decimal(amount), by=person)


def end_the_auction(walk: Walk) -> Auction:
    walk.auction = close_auction(auction=walk.auction)
    walk.tender.refresh_from_db()
    return walk.auction


# 5 award and contract


def propose_the_first(walk: Walk) -> Award:
    evaluation = evaluate_lot(lot=walk.lot, by=walk.company.manager)
    winner = Bid.objects.get(public_id=evaluation.result["ranking"][0]["id"])
    walk.award = propose_award(lot=walk.lot, bid=winner, justification="First of the ranking.", by=walk.company.manager)
    return walk.award


def award_and_contract(walk: Walk) -> Contract:
    walk.award = approve_award(award=walk.award, comment="Agreed", by=walk.company.procurement_head)
    walk.award = accept_award(award=walk.award, by=walk.newcomer_person)
    deliver_pending()
    contract = Contract.objects.get(award=walk.award)
    contract = send_contract(contract=contract, by=walk.company.manager)
    walk.contract = accept_contract(contract=contract, by=walk.newcomer_person)
    return walk.contract


def agree_on_one_action(walk: Walk) -> JointAction:
    plan = create_joint_plan(supplier=walk.newcomer, title="A good start", by=walk.company.manager)
    plan = share_joint_plan(plan=plan, by=walk.company.manager)
    action = propose_joint_action(
        plan=plan, title="Consignment stock of 50 pieces", side=Side.SUPPLIER,
        due_on=organisation_today() + timedelta(days=30), by=walk.company.manager,
    )  # fmt: skip
    return agree_joint_action(action=action, by=walk.newcomer_person)


# 6 order, receipts, invoice


def call_off(walk: Walk) -> PurchaseOrder:
    """What each department asked for beyond its stock, as one order; promised for today."""
    line = walk.contract.lines.get()
    sources = line.lot_item.sources.order_by("quantity")
    lines = [CallOffInput(line, source.quantity, source.line) for source in sources]
    order = call_off_order(contract=walk.contract, lines=lines, place=walk.company.place, by=walk.company.buyer)
    order = send_order(order=order, by=walk.company.buyer)
    walk.order = confirm_order(order=order, promised=_on(order, organisation_today()), by=walk.newcomer_person)
    return walk.order


def receive(walk: Walk, *rows: tuple[int, int, int]):
    """Book (position, accepted, rejected)."""
    lines = [
        ReceiptInput(walk.order.lines.get(position=p), Decimal(a), Decimal(r), "Scratched" if r else "")
        for p, a, r in rows
    ]
    receipt = post_goods_receipt(
        order=walk.order, lines=lines, received_on=organisation_today(), by=walk.company.warehouse
    )
    walk.order.refresh_from_db()
    return receipt


def _on(order: PurchaseOrder, day: date) -> dict[int, date]:
    return dict.fromkeys(order.lines.values_list("position", flat=True), day)


# 7 both sides answer


def ask_both_sides(walk: Walk, cycle: Cycle) -> list[Any]:
    questions = [QuestionInput("Answers came in time"), QuestionInput("The rules were clear"), QuestionInput("Again?")]
    close = database_now() + timedelta(days=7)
    return [
        open_survey(
            cycle=cycle, audience=audience, questions=questions, closes_at=close, by=walk.company.procurement_head
        )
        for audience in ("requesters", "suppliers")
    ]


def everyone_answers(survey: Any, *values: int) -> int:
    invitations = list(survey.invitations.select_related("user"))
    for invitation in invitations:
        answers = [AnswerInput(q, v) for q, v in zip(survey.questions.all(), values, strict=True)]
        answer_survey(invitation=invitation, answers=answers, by=invitation.user)
    return len(invitations)
