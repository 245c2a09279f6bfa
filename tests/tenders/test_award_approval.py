"""Who approves an award: the level of the category's strategy, or of its quadrant, frozen at publication."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import Bundle, Position, Strategy
from procurement.rules.procedure import ApprovalLevel, strictest
from srm.accounts.states import Role
from srm.errors import NotPermitted
from srm.events.services import deliver_pending, history
from srm.notifications.models import Notice
from tenders.models import Award, AwardLetter, Lot, Tender
from tenders.queries.approval import approval_of, approvers_of, categories_of
from tenders.queries.waiting import awards_to_approve
from tenders.services import approve_award, declare_no_conflict, publish_tender, return_award
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory
from tests.scenarios.tenders import a_draft_tender, bid, evaluate_lot, open_bids, propose_first, the_deadline_passes

pytestmark = pytest.mark.django_db
LEVELS = ["light", "normal", "executive"]
MAY = {
    "light": {"manager", "finance", "head", "chair"},
    "normal": {"finance", "head", "chair"},
    "executive": {"head"},
    "": {"head", "chair"},
}


def a_strategy(category, level="light", **values) -> Strategy:
    given = {
        "number": "ST-1", "version": 1, "status": "in_force", "quadrant": "leverage", "procedure": "rfq",
        "price_weight": 100, "minimum_bidders": 2, "review_on": date(2030, 1, 1), "approval_level": level,
    }  # fmt: skip
    return Strategy.objects.create(category=category, **(given | values))


def proposed_under(level):
    """An award proposed on a tender whose strategy asks for a level, with the people who might approve it."""
    room = a_draft_tender(minimum_bidders=2)
    if level:
        a_strategy(room.tender.category, level)
    room.tender = publish_tender(tender=room.tender, by=room.buyer)
    for supplier in room.suppliers:
        bid(room, supplier, "10")
    declare_no_conflict(tender=room.tender, by=room.chair)
    the_deadline_passes(room)
    room.tender = open_bids(tender=room.tender, by=room.buyer)
    evaluate_lot(lot=room.lot, by=room.buyer)
    people = {
        "manager": UserFactory(roles=[Role.CATEGORY_MANAGER]), "finance": UserFactory(roles=[Role.FINANCE]),
        "head": room.head, "chair": room.chair, "buyer": UserFactory(roles=[Role.BUYER]),
    }  # fmt: skip
    return room, propose_first(room), people


@pytest.mark.parametrize(
    ("levels", "found"),
    [([], "normal"), (["light"], "light"), (["light", "executive", "normal"], "executive"), (["normal"] * 2, "normal")],
)
def test_of_several_levels_the_strictest_holds(levels, found):
    assert strictest(levels) == ApprovalLevel(found)


@pytest.mark.parametrize("level", LEVELS)
def test_whom_the_level_names_may_approve_sees_it_in_the_inbox_and_is_told(level):
    _room, award, people = proposed_under(level)

    deliver_pending()

    told = Notice.objects.filter(kind="tenders.award_asked").values_list("recipient", flat=True)
    expected = {people[name].pk for name in MAY[level]}
    assert {p.pk for p in approvers_of(award)} == expected
    assert {p.pk for p in people.values() if awards_to_approve(p).exists()} == expected
    assert set(told) == expected


@pytest.mark.parametrize(
    ("level", "who"),
    [(level, who) for level in LEVELS for who in ("manager", "finance", "chair", "buyer") if who not in MAY[level]],
)
def test_a_person_of_a_lower_level_is_refused_and_nothing_changes(level, who):
    room, award, people = proposed_under(level)
    before = len(history(award.evaluation))

    for verb in (approve_award, return_award):
        with pytest.raises(NotPermitted):
            verb(award=award, comment="Fine.", by=people[who])

    assert (Award.objects.get().status, room.fresh().status) == ("proposed", "decision")
    assert (AwardLetter.objects.count(), len(history(award.evaluation))) == (0, before)


def test_a_peer_approves_under_a_light_strategy():
    room, award, people = proposed_under("light")

    approve_award(award=award, by=people["manager"])

    assert (Award.objects.get().status, room.fresh().status) == ("approved", "awarded")


def test_the_level_is_frozen_at_publication_and_kept_when_the_strategy_changes():
    room, award, people = proposed_under("executive")

    Strategy.objects.update(approval_level="light")

    assert (room.fresh().approval_level, room.tender.approval_source) == ("executive", "ST-1")
    with pytest.raises(NotPermitted):
        approve_award(award=award, by=people["manager"])


def test_without_a_strategy_the_quadrant_says_and_without_a_place_the_level_is_normal():
    room, bare = a_draft_tender(minimum_bidders=2), a_draft_tender(minimum_bidders=2)
    Position.objects.create(
        category=room.tender.category, quadrant="strategic", measured_quadrant="strategic", is_current=True,
        supply_risk=Decimal("0.9"), profit_impact=Decimal("0.9"),
    )  # fmt: skip

    drafted = approval_of(room.tender, room.buyer)
    published = [publish_tender(tender=r.tender, by=r.buyer) for r in (room, bare)]

    assert (drafted.level, drafted.why) == ("executive", "The category is Strategic, and no strategy says otherwise.")
    assert [(t.approval_level, t.approval_source) for t in published] == [("executive", "strategic"), ("normal", "")]


def test_a_tender_published_before_levels_were_kept_is_approved_as_it_was(client):
    _room, _award, people = proposed_under("light")
    Tender.objects.update(approval_level="", approval_source="")

    award = Award.objects.select_related("lot__tender").get()

    assert {p.pk for p in approvers_of(award)} == {people[name].pk for name in MAY[""]}


def test_the_page_and_rest_say_who_may_approve_and_why(client):
    room, award, people = proposed_under("light")
    client.force_login(people["manager"])

    page = client.get(reverse("tenders:lot-award", args=[room.lot.public_id])).content.decode()
    told = client.get(reverse("api:award-detail", args=[award.public_id])).json()
    tender = client.get(reverse("api:tender-detail", args=[room.tender.public_id])).json()

    assert "Strategy ST-1 for" in page
    assert "Approve award" in page
    assert (told["approval_level"], told["approval_source"]) == ("light", "ST-1")
    assert sorted(told["approvers"]) == sorted(str(people[name]) for name in MAY["light"])
    assert (tender["approval_level"], tender["approval_source"]) == ("light", "ST-1")
    client.force_login(people["buyer"])
    assert "award-approve" not in client.get(reverse("tenders:lot-award", args=[room.lot.public_id])).content.decode()


def test_of_the_bundled_categories_the_strictest_is_frozen_with_its_strategy():
    room, (light, strict) = a_draft_tender(minimum_bidders=2), (CategoryFactory(), CategoryFactory())
    a_strategy(light, "light", number="ST-L")
    a_strategy(strict, "executive", number="ST-E")
    entity, buyer = room.tender.legal_entity, room.buyer
    for number, category in enumerate((light, strict), start=1):
        bundle = Bundle.objects.create(
            number=f"BU-{number}", title="Bundled", category=category, legal_entity=entity, buyer=buyer, currency="EUR"
        )
        Lot.objects.create(tender=room.tender, number=10 + number, title="Bundled", bundle=bundle)

    found = approval_of(room.tender, buyer)

    assert categories_of(room.tender) == [light, strict]
    assert (found.level, found.strategy.number, str(found.who)) == ("executive", "ST-E", "the head of procurement")
