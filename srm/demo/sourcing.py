"""Tenders in their states: one takes bids, one is a live auction, one is awarded, delivered and invoiced."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.models import Contract
from contracts.services import (
    CallOffInput,
    InvoiceLineInput,
    ReceiptInput,
    TaxInput,
    accept_contract,
    approve_invoice,
    call_off_order,
    confirm_order,
    draft_contract_from_award,
    post_goods_receipt,
    register_invoice,
    send_contract,
    send_order,
)
from procurement.models import Bundle, RequisitionLine
from procurement.services import confirm_bundle
from procurement.states import BundleStatus
from srm.accounts.models import User
from srm.clock import database_now, organisation_today, organisation_zone
from srm.events.services import deliver_pending
from srm.reference.models import Place
from srm.reference.services import add_workdays
from suppliers.models import Supplier
from suppliers.services import agree_joint_action, create_joint_plan, propose_joint_action, share_joint_plan
from suppliers.states import Side
from tenders.models import Award, Tender
from tenders.services import (
    ScoreInput,
    accept_award,
    answer_question,
    approve_award,
    ask_question,
    create_tender_from_bundle,
    declare_no_conflict,
    evaluate_lot,
    freeze_scores,
    invite_to_tender,
    open_bids,
    propose_award,
    publish_tender,
    save_bid_draft,
    save_scores,
    schedule_auction,
    set_committee,
    submit_bid,
    update_draft,
)
from tenders.states import CommitteeRole, CriterionKind

TWO_DECIMALS = Decimal("0.01")


@dataclass(frozen=True)
class Cast:
    """The people of the story."""

    marta: User
    head: User
    hanna: User
    bohdan: User
    storekeeper: User
    oleh: User


def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Tell the story once; only the example has it."""
    if data != "example" or Tender.objects.exists():
        return
    people = {u.email.split("@")[0]: u for u in User.objects.filter(email__endswith="@northwind.example")}
    cast = Cast(
        people["marta.petrova"], people["viktor.hrytsenko"], people["hanna.lis"], people["bohdan.rud"],
        people["yurii.savchuk"], people["oleh.tkach"],
    )  # fmt: skip
    with transaction.atomic():
        _bidding("STEEL", ("Stahlwerk Ruhr", "Alfa Metal LLC", "Iron Bridge Steel", "Profil Süd"), cast)
        _auction(
            "FREIGHT", (("TransDach Logistik", "1.03"), ("Steppe Freight", "1.00"), ("Alfa Metal LLC", "1.06")), cast
        )
        award = _awarded("SAFETY", (("Safe Hands", "0.94"), ("Office Centre", "1.02"), ("Toolmark", "1.08")), cast)
        _fulfilled(award, cast)
        _plan("Baltic Bearings", cast)
    deliver_pending()


def _bidding(code: str, names: tuple[str, ...], cast: Cast) -> None:
    """A published tender: a question was answered, one bidder has begun to type."""
    tender = _published(code, names, cast)
    alfa = Supplier.objects.get(name="Alfa Metal LLC")
    person = _person(alfa)
    question = ask_question(tender=tender, supplier=alfa, text="May S355J2+N be offered instead of S355JR?", by=person)
    answer_question(question=question, answer="Yes, with a 3.1 certificate. The drawing stays as it is.", by=cast.marta)
    content = _content(tender, Decimal("1.01"))
    content["prices"] = dict(list(content["prices"].items())[:1])
    save_bid_draft(tender=tender, supplier=alfa, content=content, by=person)


def _auction(code: str, offers: tuple[tuple[str, str], ...], cast: Cast) -> None:
    """An English auction that opens a minute from now and stays open long enough to be tried."""
    tender = _evaluated(code, offers, cast)
    now = database_now()
    schedule_auction(
        lot=tender.lots.get(), opens_at=now + timedelta(minutes=1), closes_at=now + timedelta(hours=8), by=cast.marta
    )


def _awarded(code: str, offers: tuple[tuple[str, str], ...], cast: Cast) -> Award:
    tender = _evaluated(code, offers, cast)
    lot = tender.lots.get()
    evaluation = evaluate_lot(lot=lot, by=cast.marta)
    best = evaluation.result["ranking"][0]["id"]
    bid = next(b for b in tender.bids.all() if str(b.public_id) == best)
    award = propose_award(
        lot=lot,
        bid=bid,
        justification="Best total: lowest price and good service in the last two years.",
        by=cast.marta,
    )
    award = approve_award(award=award, comment="Agreed.", by=cast.head)
    return accept_award(award=award, by=_person(award.supplier))


def _fulfilled(award: Award, cast: Cast) -> Contract:
    """The contract is accepted, called off, delivered in two parts (one with rejects), and half is invoiced."""
    person, today = _person(award.supplier), organisation_today()
    contract = send_contract(contract=draft_contract_from_award(award=award, by=cast.marta), by=cast.marta)
    contract = accept_contract(contract=contract, by=person)
    agreed = contract.lines.get()
    asked = RequisitionLine.objects.get(lot_items__lot_item=agreed.lot_item)
    lines = [CallOffInput(agreed, asked.quantity, asked)]
    place = Place.objects.get(code="PLANT1")
    order = send_order(order=call_off_order(contract=contract, lines=lines, place=place, by=cast.marta), by=cast.marta)
    order = confirm_order(order=order, by=person, promised={1: today + timedelta(days=6)})
    line = order.lines.get()
    half = (line.quantity / 2).quantize(Decimal(1))
    for accepted, rejected, why in ((half - 120, 120, "Wrong size"), (half, 0, "")):
        row = ReceiptInput(line, Decimal(accepted), Decimal(rejected), why)
        post_goods_receipt(order=order, lines=[row], received_on=today, by=cast.storekeeper, delivery_note="LS 4711")
        line.refresh_from_db()
    amount = (half * line.unit_price).quantize(TWO_DECIMALS)
    tax = TaxInput(Decimal(20), amount, (amount / 5).quantize(TWO_DECIMALS))
    bill = [InvoiceLineInput(line, half, line.unit_price, amount)]
    invoice = register_invoice(
        order=order, supplier_number="RG-2026-118", issued_on=today, lines=bill, taxes=[tax], by=person
    )
    approve_invoice(invoice=invoice, by=cast.hanna)
    return contract


def _plan(name: str, cast: Cast) -> None:
    """A joint plan with one agreed action and one that waits for the supplier."""
    supplier, today = Supplier.objects.get(name=name), organisation_today()
    plan = create_joint_plan(
        supplier=supplier, title="On time with half the spread", goal="Lead time spread from 18 to 9 days",
        review_on=today + timedelta(days=90), by=cast.marta,
    )  # fmt: skip
    plan = share_joint_plan(plan=plan, by=cast.marta)
    action = propose_joint_action(
        plan=plan, title="Consignment stock for 22216", side=Side.SUPPLIER, due_on=today + timedelta(days=45),
        expected_effect="4 days less", by=cast.marta,
    )  # fmt: skip
    agree_joint_action(action=action, by=_person(supplier))
    propose_joint_action(
        plan=plan, title="Share the forecast monthly", side=Side.BUYER, due_on=today + timedelta(days=20), by=cast.marta
    )


def _published(code: str, names: tuple[str, ...], cast: Cast) -> Tender:
    bundle = Bundle.objects.filter(category__code=code).exclude(status=BundleStatus.SOURCING).get()
    if bundle.status == BundleStatus.OPEN:
        bundle = confirm_bundle(bundle=bundle, by=cast.marta)
    tender = create_tender_from_bundle(bundle=bundle, by=cast.marta)
    set_committee(
        tender=tender, members=[(cast.hanna, CommitteeRole.CHAIR), (cast.bohdan, CommitteeRole.EXPERT)], by=cast.marta
    )
    for name in names:
        invite_to_tender(tender=tender, supplier=Supplier.objects.get(name=name), by=cast.marta)
    tender = update_draft(tender=tender, bids_until=_deadline(5), by=cast.marta)
    return publish_tender(tender=tender, by=cast.marta)


def _evaluated(code: str, offers: tuple[tuple[str, str], ...], cast: Cast) -> Tender:
    """Bids were sent and opened, and the scorer has frozen his scores."""
    tender = _published(code, tuple(name for name, _factor in offers), cast)
    for name, factor in offers:
        supplier = Supplier.objects.get(name=name)
        submit_bid(tender=tender, supplier=supplier, content=_content(tender, Decimal(factor)), by=_person(supplier))
    # The example turns the clock: its deadline is past, as it would be a week later.
    Tender.objects.filter(pk=tender.pk).update(bids_until=database_now() - timedelta(seconds=1))
    tender = open_bids(tender=Tender.objects.get(pk=tender.pk), by=cast.marta)
    for person in (cast.bohdan, cast.hanna):
        declare_no_conflict(tender=tender, by=person)
    scored = list(tender.criteria.filter(kind=CriterionKind.SCORED))
    if scored:
        values = (Decimal(8), Decimal(7), Decimal(9))
        scores = [
            ScoreInput(bid, criterion, values[place % 3], "As offered")
            for place, bid in enumerate(tender.bids.order_by("submitted_at"))
            for criterion in scored
        ]
        save_scores(tender=tender, scores=scores, by=cast.bohdan)
        freeze_scores(tender=tender, by=cast.bohdan)
    tender.refresh_from_db()
    return tender


def _content(tender: Tender, factor: Decimal) -> dict[str, Any]:
    items = [item for lot in tender.lots.all() for item in lot.items.prefetch_related("sources__line")]
    usual = {item.public_id: item.sources.all()[0].line.unit_price for item in items}
    prices = {key: str((price * factor).quantize(Decimal("0.0001"))) for key, price in usual.items()}
    answers = {c.code: "Delivered as asked" for c in tender.criteria.filter(kind=CriterionKind.SCORED)}
    return {"prices": prices, "days": dict.fromkeys(prices, 21), "answers": answers, "note": "Delivered DAP"}


def _deadline(workdays: int) -> datetime:
    on = add_workdays(organisation_today(), workdays)
    return datetime(on.year, on.month, on.day, 18, tzinfo=organisation_zone())


def _person(supplier: Supplier) -> User:
    return supplier.memberships.filter(is_active=True).order_by("pk")[0].user
