"""Who sees a tender and who acts on it: procurement and the auditor, its committee, the invited supplier."""

from decimal import Decimal

from tenders.models import Award, AwardLetter, Bid, Invitation, Lot, Tender
from tenders.services import (
    LotItemInput,
    add_lot,
    approve_award,
    ask_question,
    create_tender,
    declare_no_conflict,
    evaluate_lot,
    invite_to_tender,
    open_bids,
    propose_award,
    publish_tender,
    set_committee,
    set_lot_items,
    submit_bid,
    update_draft,
)
from tests.factories.reference import CategoryFactory, UnitFactory
from tests.matrix.table import (
    ORGANISATION,
    PROCUREMENT,
    STAFF,
    SUPPLIER,
    SUPPLIERS,
    counted,
    creates,
    lists,
    nouns,
    verbs,
)
from tests.scenarios.procurement import a_company, a_confirmed_bundle
from tests.scenarios.tenders import Room, bid_content, next_deadline, the_deadline_passes

SEE = PROCUREMENT | {"auditor", "committee"}
RUN = {"buyer", "procurement_head"}
MAKE = PROCUREMENT - {"contract_manager"}
DECIDE = {"committee", "procurement_head", "finance"}  # at the normal level, which holds where no strategy is
REASON = {"reason": "Because."}


def a_draft(cast) -> Tender:
    """The buyer's, with the committee's chair seated and the supplier (not his rival) invited."""
    tender = create_tender(
        title="Steel parts", category=CategoryFactory(), legal_entity=cast.department.legal_entity, by=cast.buyer
    )
    lot = add_lot(tender=tender, title="Flanges", by=cast.buyer)
    set_lot_items(lot=lot, items=[LotItemInput("Flange", Decimal(10), UnitFactory())], by=cast.buyer)
    set_committee(tender=tender, members=[(cast.committee, "chair")], by=cast.buyer)
    invite_to_tender(tender=tender, supplier=cast.company, by=cast.buyer)
    return update_draft(tender=tender, bids_until=next_deadline(), by=cast.buyer)


def a_published(cast) -> Tender:
    return publish_tender(tender=a_draft(cast), by=cast.buyer)


def a_bid_in(cast) -> Tender:
    tender = a_published(cast)
    submit_bid(tender=tender, supplier=cast.company, content=bid_content(tender), by=cast.supplier)
    return tender


def a_closed(cast) -> Tender:
    tender = a_bid_in(cast)
    declare_no_conflict(tender=tender, by=cast.committee)
    return the_deadline_passes(Room(tender, cast.buyer, cast.procurement_head, cast.committee, [], []))


def an_opened(cast) -> Tender:
    return open_bids(tender=a_closed(cast), by=cast.buyer)


def a_lot(cast) -> Lot:
    return a_draft(cast).lots.get()


def an_opened_lot(cast) -> Lot:
    return an_opened(cast).lots.get()


def a_compared_lot(cast) -> Lot:
    lot = an_opened_lot(cast)
    evaluate_lot(lot=lot, by=cast.buyer)
    return lot


def an_opened_bid(cast) -> Bid:
    return an_opened(cast).bids.get()


def a_sealed_bid(cast) -> Bid:
    return a_bid_in(cast).bids.get()


def an_award(cast) -> Award:
    lot = a_compared_lot(cast)
    return propose_award(lot=lot, bid=lot.tender.bids.get(), justification="Lowest price.", by=cast.buyer)


def an_approved_award(cast) -> Award:
    return approve_award(award=an_award(cast), by=cast.procurement_head)


def a_letter(cast) -> AwardLetter:
    return an_approved_award(cast).letters.get()


def an_invitation(cast) -> Invitation:
    return a_draft(cast).invitations.get()


def a_question(cast):
    return ask_question(tender=a_published(cast), supplier=cast.company, text="Which alloy?", by=cast.supplier)


def a_bundle(cast):
    return a_confirmed_bundle(a_company())


ROWS = [
    *lists(STAFF, "tenders:tender-list", "api:tender-list", "api:lot-list", "api:bid-list", "api:award-list"),
    *lists(STAFF, "api:question-list"),
    *lists(MAKE, "tenders:tender-create"),
    *verbs(ORGANISATION, MAKE, a_bundle, "tenders:tender-from-bundle"),
    *creates(MAKE, "api:tender-list", see=STAFF),
    *creates(MAKE, "api:tender-from-bundle", see=STAFF),
    *nouns(
        SEE, a_draft, "tenders:tender-detail", "tenders:tender-edit", "tenders:tender-criteria",
        "tenders:tender-invite", "tenders:tender-committee", "tenders:lot-create", "api:tender-detail",
    ),
    *nouns(SEE, a_published, "tenders:tender-questions", "tenders:tender-opening", "tenders:tender-amend"),
    *nouns(SEE, an_opened, "tenders:tender-scores"),
    *nouns(SEE, a_lot, "tenders:lot-edit", "api:lot-detail"),
    *nouns(SEE, an_opened_lot, "tenders:lot-comparison", "tenders:lot-award"),
    *nouns(
        frozenset(), a_lot, "tenders:lot-comparison", "tenders:lot-award", "api:lot-comparison", "api:lot-sheet",
        label="sealed",
    ),
    *nouns(SEE, a_compared_lot, "tenders:lot-protocol", "api:lot-comparison", "api:lot-sheet", "api:lot-protocol"),
    *nouns(SEE, an_opened_bid, "api:bid-detail"),
    *nouns(frozenset(), a_sealed_bid, "api:bid-detail", label="sealed"),
    *nouns(SEE | {"finance"}, an_award, "api:award-detail"),
    *nouns(SEE, a_question, "tenders:question-answer", "api:question-detail"),
    *verbs(SEE, RUN, a_draft, "tenders:tender-publish", "api:tender-publish"),
    *verbs(SEE, RUN, a_draft, "api:tender-detail", method="PATCH"),
    *verbs(
        SEE, RUN, a_draft, "api:tender-add-lot", "api:tender-set-criteria", "api:tender-invite",
        "api:tender-invite-new", "api:tender-set-committee", "api:tender-amend", "api:tender-release-member",
    ),
    *verbs(SEE, RUN, a_published, "tenders:tender-cancel", "api:tender-cancel", data=REASON),
    *verbs(SEE, RUN, an_opened, "tenders:tender-fail", "api:tender-close-without-award", data=REASON),
    *verbs(SEE, RUN, an_opened, "tenders:tender-proceed", "api:tender-proceed", data=REASON),
    *verbs(SEE, RUN | {"committee"}, a_closed, "tenders:tender-open", "api:tender-open", data={}, elevated=True),
    *verbs(SEE, {"committee"}, a_published, "tenders:tender-declare", "api:tender-declare", data={}),
    *verbs(SEE, frozenset(), an_opened, "api:tender-score", "api:tender-freeze-scores"),
    *verbs(SEE, RUN, a_lot, "tenders:lot-remove", data={}),
    *verbs(SEE, RUN, a_lot, "api:lot-detail", data={"title": "Flanges"}, method="PATCH"),
    *verbs(SEE, RUN, a_lot, "api:lot-set-items", data={"items": []}),
    *verbs(SEE, RUN | {"committee"}, an_opened_lot, "tenders:lot-evaluate", "api:lot-evaluate", data={}),
    *verbs(SEE, RUN, a_compared_lot, "api:lot-propose-award"),
    *verbs(SEE, RUN, an_invitation, "tenders:invitation-remove", data={}),
    *verbs(SEE, RUN, a_question, "api:question-answer", data={"answer": "S355J2."}),
    *verbs(SEE, RUN | {"committee"}, an_opened_bid, "tenders:bid-exclude", "api:bid-exclude", data=REASON),
    *verbs(SEE, RUN | {"committee"}, an_opened_bid, "tenders:bid-readmit", "api:bid-readmit", data=REASON),
    *verbs(SEE | {"finance"}, DECIDE, an_award, "tenders:award-approve", "api:award-approve", data={}, elevated=True),
    *verbs(
        SEE | {"finance"}, DECIDE, an_award, "tenders:award-return", "api:award-send-back",
        data={"reason": "Look again.", "comment": "Look again."},
    ),
    *lists(
        SUPPLIERS, "tenders:portal-tender-list", "api:portal-tender-list", "api:portal-bid-list",
        "api:portal-award-list", "api:portal-letter-list",
    ),
    *nouns(
        SUPPLIER, a_published, "tenders:portal-tender-detail", "tenders:portal-bid", "tenders:portal-question-create",
        "api:portal-tender-detail", "api:portal-tender-questions",
    ),
    *nouns(SUPPLIER, a_bid_in, "tenders:portal-bid-review", "tenders:portal-receipt", "api:portal-tender-draft"),
    *nouns(SUPPLIER, a_sealed_bid, "api:portal-bid-detail"),
    *nouns(SUPPLIER, an_approved_award, "api:portal-award-detail"),
    *nouns(SUPPLIER, a_letter, "tenders:portal-letter-detail", "api:portal-letter-detail"),
    *verbs(SUPPLIER, SUPPLIER, a_published, "tenders:portal-tender-accept", "api:portal-tender-accept", data={}),
    *verbs(SUPPLIER, SUPPLIER, a_published, "tenders:portal-tender-decline", "api:portal-tender-decline", data=REASON),
    *verbs(SUPPLIER, SUPPLIER, a_published, "tenders:portal-bid-draft", "api:portal-tender-save-draft", data={}),
    *verbs(SUPPLIER, SUPPLIER, a_published, "api:portal-tender-ask", "api:portal-tender-submit-bid"),
    *verbs(SUPPLIER, SUPPLIER, a_bid_in, "tenders:portal-bid-withdraw", data={}),
    *verbs(SUPPLIER, SUPPLIER, a_sealed_bid, "api:portal-bid-withdraw", data={}),
    *verbs(SUPPLIER, SUPPLIER, an_approved_award, "tenders:portal-award-accept", "api:portal-award-accept", data={}),
    *verbs(SUPPLIER, SUPPLIER, an_approved_award, "tenders:portal-award-refuse", data=REASON),
    *verbs(SUPPLIER, SUPPLIER, an_approved_award, "api:portal-award-refuse", data=REASON),
]  # fmt: skip

COUNTED = [
    *counted("buyer", a_draft, "tenders:tender-list", "api:tender-list", "api:lot-list"),
    *counted("buyer", an_opened, "api:bid-list"),
    *counted("buyer", an_award, "api:award-list"),
    *counted("buyer", a_question, "api:question-list"),
    *counted("supplier", a_published, "tenders:portal-tender-list", "api:portal-tender-list"),
    *counted("supplier", a_bid_in, "api:portal-bid-list"),
    *counted("supplier", an_approved_award, "api:portal-award-list", "api:portal-letter-list"),
]
