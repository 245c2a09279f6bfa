"""States of a tender, reached through services. `a_draft_tender()` is the ground the others stand on."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from procurement.models import Bundle
from procurement.states import Procedure
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.clock import database_now, organisation_zone
from srm.reference.services import add_workdays
from suppliers.models import Supplier
from tenders.models import Award, Bid, Lot, Tender
from tenders.services import (
    CriterionInput,
    LotItemInput,
    ScoreInput,
    add_lot,
    approve_award,
    create_tender,
    create_tender_from_bundle,
    declare_no_conflict,
    evaluate_lot,
    freeze_scores,
    invite_to_tender,
    open_bids,
    propose_award,
    publish_tender,
    save_scores,
    set_committee,
    set_criteria,
    set_lot_items,
    submit_bid,
    update_draft,
)
from tenders.states import CommitteeRole, CriterionKind, TenderKind
from tests.factories.accounts import LegalEntityFactory, UserFactory
from tests.factories.reference import CategoryFactory, UnitFactory
from tests.factories.tenders import BidderFactory, BidderPersonFactory

PRICE_ONLY = (CriterionInput(name="Price", kind=CriterionKind.PRICE, weight=Decimal(100), code="price"),)
SCORED = (
    CriterionInput(name="Price", kind=CriterionKind.PRICE, weight=Decimal(60), code="price"),
    CriterionInput(name="Quality", kind=CriterionKind.SCORED, weight=Decimal(40), code="quality"),
    CriterionInput(name="ISO 9001", kind=CriterionKind.PASS_FAIL, code="iso"),
)


@dataclass
class Room:
    """A tender with the people around it; `people[supplier.pk]` bids for that supplier."""

    tender: Tender
    buyer: User
    head: User
    chair: User
    scorers: list[User]
    suppliers: list[Supplier]
    people: dict[int, User] = field(default_factory=dict)

    @property
    def lot(self) -> Lot:
        return self.tender.lots.get(number=1)

    def bidder(self, supplier: Supplier) -> User:
        return self.people[supplier.pk]

    def fresh(self) -> Tender:
        self.tender = Tender.objects.get(pk=self.tender.pk)
        return self.tender


def a_tender_of(bundle: Bundle, *, buyer: User, head: User) -> Room:
    """A tender drafted from a confirmed bundle, won by price alone, with two invited suppliers."""
    Bundle.objects.filter(pk=bundle.pk).update(procedure=Procedure.RFQ)
    bundle.refresh_from_db()
    tender = create_tender_from_bundle(bundle=bundle, by=buyer)
    set_criteria(tender=tender, criteria=PRICE_ONLY, by=buyer)
    room = Room(tender, buyer, head, UserFactory(roles=[Role.COMMITTEE]), [], [])
    _seat(room, 0)
    for _n in range(2):
        add_bidder(room)
    room.tender = update_draft(tender=tender, bids_until=next_deadline(), minimum_bidders=2, by=buyer)
    return room


def a_bundle_offered_at(price: str, bundle: Bundle, *, buyer: User, head: User) -> Award:
    """An award of a bundle's tender is proposed, at a unit price for all that is in it."""
    room = a_tender_of(bundle, buyer=buyer, head=head)
    room.tender = publish_tender(tender=room.tender, by=buyer)
    for supplier, offered in zip(room.suppliers, (price, "99999"), strict=True):
        bid(room, supplier, offered)
    the_deadline_passes(room)
    room.tender = open_bids(tender=room.tender, by=buyer)
    return propose_first(room)


def next_deadline(days: int = 5) -> datetime:
    """A working day's 18:00 in the organisation's zone, some working days ahead."""
    zone = organisation_zone()
    on = add_workdays(database_now().astimezone(zone).date(), days)
    return datetime(on.year, on.month, on.day, 18, tzinfo=zone)


def a_draft_tender(
    *, lots=1, items=2, suppliers=2, criteria=PRICE_ONLY, scorers=1, kind=TenderKind.RFQ, **settings
) -> Room:
    """A tender with lots of `items` items at ten pieces each, ready to be published."""
    buyer, head = UserFactory(name="Marta Petrova", roles=[Role.BUYER]), UserFactory(roles=[Role.PROCUREMENT_HEAD])
    tender = create_tender(
        title="Machined steel parts 2027",
        category=CategoryFactory(),
        legal_entity=LegalEntityFactory(),
        kind=kind,
        by=buyer,
    )
    for number in range(1, lots + 1):
        lot = add_lot(tender=tender, title=f"Flanges {number}", by=buyer)
        rows = [LotItemInput(f"Flange DN{n}0", Decimal(10), UnitFactory()) for n in range(1, items + 1)]
        set_lot_items(lot=lot, items=rows, by=buyer)
    set_criteria(tender=tender, criteria=criteria, by=buyer)
    room = Room(tender, buyer, head, UserFactory(roles=[Role.COMMITTEE]), [], [])
    _seat(room, scorers if any(c.kind == CriterionKind.SCORED for c in criteria) else 0)
    for _n in range(suppliers):
        add_bidder(room)
    room.tender = update_draft(tender=tender, bids_until=next_deadline(), by=buyer, **settings)
    return room


def add_bidder(room: Room) -> Supplier:
    """One more invited supplier with a person who may bid."""
    supplier = BidderFactory()
    room.suppliers.append(supplier)
    room.people[supplier.pk] = BidderPersonFactory(supplier=supplier)
    invite_to_tender(tender=room.tender, supplier=supplier, by=room.buyer)
    return supplier


def a_published_tender(**settings) -> Room:
    room = a_draft_tender(**settings)
    room.tender = publish_tender(tender=room.tender, by=room.buyer)
    return room


def bid_content(tender: Tender, price="12.50", *, iso=True, days=21, lots=None) -> dict:
    """A complete answer at one unit price for every item (of the given lots)."""
    items = [i for lot in tender.lots.all() if lots is None or lot.number in lots for i in lot.items.all()]
    answers = {c.code: _answer(c, iso) for c in tender.criteria.all() if c.kind != CriterionKind.PRICE}
    return {
        "prices": {item.public_id: str(price) for item in items},
        "days": {item.public_id: days for item in items},
        "answers": answers,
        "note": "Delivered DAP",
    }


def bid(room: Room, supplier: Supplier, price="12.50", **content) -> Bid:
    """The supplier sends a bid at one unit price."""
    given = bid_content(room.tender, price, **content)
    return submit_bid(tender=room.tender, supplier=supplier, content=given, by=room.bidder(supplier))


def the_deadline_passes(room: Room) -> Tender:
    """Time goes by: the one thing a scenario cannot reach through a service."""
    past = database_now() - timedelta(minutes=1)
    Tender.objects.filter(pk=room.tender.pk).update(bids_until=past, questions_until=past)
    return room.fresh()


def opened_bids(*, prices=("12.50", "11.00"), **settings) -> Room:
    """Bids of so many suppliers at these unit prices, opened by the buyer."""
    room = a_published_tender(suppliers=max(1, len(prices)), **settings)
    for supplier, price in zip(room.suppliers, prices, strict=False):
        bid(room, supplier, price)
    the_deadline_passes(room)
    room.tender = open_bids(tender=room.tender, by=room.buyer)
    return room


def scored_bids(*, values=(8, 6), **settings) -> Room:
    """Opened bids with one scorer's frozen values for quality, in the order of the bids."""
    room = opened_bids(criteria=SCORED, **settings)
    for scorer in room.scorers:
        give_scores(room, scorer, values)
        freeze_scores(tender=room.tender, by=scorer)
    return room


def give_scores(room: Room, scorer: User, values=(8, 6)) -> None:
    declare_no_conflict(tender=room.tender, by=scorer)
    quality = room.tender.criteria.get(code="quality")
    bids = list(room.tender.bids.admitted().order_by("submitted_at"))
    given = [ScoreInput(b, quality, Decimal(v)) for b, v in zip(bids, values, strict=True)]
    save_scores(tender=room.tender, scores=given, by=scorer)


def a_proposed_award(**settings) -> tuple[Room, Award]:
    """The first of the ranking is proposed by the buyer."""
    room = opened_bids(**settings)
    return room, propose_first(room)


def propose_first(room: Room, lot: Lot | None = None) -> Award:
    """Compare a lot's bids and propose the first of the ranking."""
    lot = lot or room.lot
    evaluation = evaluate_lot(lot=lot, by=room.buyer)
    winner = Bid.objects.get(public_id=evaluation.result["ranking"][0]["id"])
    return propose_award(lot=lot, bid=winner, justification="Lowest comparable price.", by=room.buyer)


def an_awarded_tender(**settings) -> tuple[Room, Award]:
    """The award of the only lot is approved by the head of procurement."""
    room, award = a_proposed_award(**settings)
    award = approve_award(award=award, by=room.head)
    room.fresh()
    return room, award


def _seat(room: Room, scorers: int) -> None:
    room.scorers = [UserFactory(roles=[Role.COMMITTEE]) for _n in range(scorers)]
    members = [(room.chair, CommitteeRole.CHAIR), *((s, CommitteeRole.EXPERT) for s in room.scorers)]
    set_committee(tender=room.tender, members=members, by=room.buyer)


def _answer(criterion, iso: bool) -> dict:
    return {"passes": iso} if criterion.kind == CriterionKind.PASS_FAIL else {"text": "As specified."}
