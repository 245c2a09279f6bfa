from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.models import Bundle
from procurement.states import Procedure
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.services import deliver_pending, history
from srm.notifications.models import Notice
from srm.reference.models import Holiday
from suppliers.states import SupplierStatus
from tenders.models import Amendment, CommitteeMember, Criterion, Invitation, Question, Tender
from tenders.services import (
    CriterionInput,
    amend_tender,
    answer_question,
    ask_question,
    cancel_tender,
    close_without_award,
    create_tender,
    create_tender_from_bundle,
    declare_no_conflict,
    decline_invitation,
    invite_new_supplier,
    invite_to_tender,
    publish_tender,
    set_committee,
    set_criteria,
    set_lot_items,
    update_draft,
)
from tenders.states import CommitteeRole, CriterionKind
from tests.factories.accounts import LegalEntityFactory, UserFactory
from tests.factories.reference import CategoryFactory
from tests.factories.tenders import BidderFactory
from tests.scenarios.procurement import a_company, a_confirmed_bundle
from tests.scenarios.tenders import (
    SCORED,
    a_draft_tender,
    a_published_tender,
    next_deadline,
    opened_bids,
    the_deadline_passes,
)

pytestmark = pytest.mark.django_db


def names(subject):
    return [event.name for event in history(subject)]


def test_requester_makes_no_tender():
    with pytest.raises(NotPermitted):
        create_tender(title="Mine", category=CategoryFactory(), legal_entity=LegalEntityFactory(), by=UserFactory())

    assert Tender.objects.count() == 0


def a_bundle_for_tender():
    """A confirmed bundle whose category is bought by request for quotation."""
    company = a_company()
    bundle = a_confirmed_bundle(company)
    Bundle.objects.filter(pk=bundle.pk).update(procedure=Procedure.RFQ)
    bundle.refresh_from_db()
    return company, bundle


def test_tender_from_a_bundle_takes_the_needs_and_the_bundle():
    company, bundle = a_bundle_for_tender()

    tender = create_tender_from_bundle(bundle=bundle, by=company.buyer)

    item = tender.lots.get().items.get()
    assert (item.quantity, item.sources.get().line.requisition.requester) == (Decimal(10), company.requester)
    assert sum(c.weight or 0 for c in tender.criteria.all()) == 100
    bundle.refresh_from_db()
    assert bundle.status == "sourcing"


def test_cancelled_tender_releases_its_bundle():
    company, bundle = a_bundle_for_tender()
    tender = create_tender_from_bundle(bundle=bundle, by=company.buyer)

    cancel_tender(tender=tender, reason="Bought together with the next quarter.", by=company.buyer)

    bundle.refresh_from_db()
    assert bundle.status == "confirmed"


def test_bundle_for_call_off_is_not_put_to_tender():
    company, bundle = a_bundle_for_tender()
    Bundle.objects.update(procedure=Procedure.CALL_OFF)

    with pytest.raises(Refused) as refusal:
        create_tender_from_bundle(bundle=bundle, by=company.buyer)

    bundle.refresh_from_db()
    assert (refusal.value.code, bundle.status, Tender.objects.count()) == ("call_off", "confirmed", 0)


def test_weights_that_do_not_add_up_are_refused():
    room = a_draft_tender()
    rows = [CriterionInput(name="Price", kind=CriterionKind.PRICE, weight=Decimal(90))]

    with pytest.raises(Invalid) as refusal:
        set_criteria(tender=room.tender, criteria=rows, by=room.buyer)

    assert refusal.value.errors == {"criteria": ["The weights must add up to 100."]}
    assert Criterion.objects.get().weight == 100


def test_another_buyer_does_not_change_the_draft():
    room = a_draft_tender()

    with pytest.raises(NotPermitted):
        update_draft(tender=room.tender, title="Taken over", by=UserFactory(roles=["buyer"]))

    assert room.fresh().title == "Machined steel parts 2027"


def test_deadline_on_a_day_off_is_refused():
    room = a_draft_tender()
    until = next_deadline(7)
    Holiday.objects.create(on=until.date(), name="Founders' day")

    with pytest.raises(Invalid) as refusal:
        update_draft(tender=room.tender, bids_until=until, by=room.buyer)

    assert "bids_until" in refusal.value.errors
    assert room.fresh().bids_until == next_deadline()


def test_publication_names_every_missing_point():
    room = a_draft_tender(suppliers=0)
    Tender.objects.update(bids_until=None)

    with pytest.raises(Invalid) as refusal:
        publish_tender(tender=room.tender, by=room.buyer)

    assert set(refusal.value.errors) == {"bids_until", "invitations"}
    assert (room.fresh().status, room.tender.public_key) == ("draft", "")


def test_publication_freezes_the_rules_and_tells_the_invited():
    room = a_published_tender(suppliers=2)

    deliver_pending()

    assert names(room.tender)[-1] == "TenderPublished"
    assert room.tender.frozen["criteria"][0]["code"] == "price"
    assert Notice.objects.filter(kind="tenders.invited").count() == 2


def test_published_tender_is_not_edited():
    room = a_published_tender()
    lot = room.lot

    with pytest.raises(WrongState):
        update_draft(tender=room.tender, title="Other", by=room.buyer)
    with pytest.raises(WrongState):
        set_lot_items(lot=lot, items=[], by=room.buyer)

    assert (room.fresh().title, lot.items.count()) == ("Machined steel parts 2027", 2)


def test_suspended_supplier_is_not_invited():
    room = a_draft_tender(suppliers=1)

    with pytest.raises(Refused):
        invite_to_tender(tender=room.tender, supplier=BidderFactory(status=SupplierStatus.SUSPENDED), by=room.buyer)

    assert Invitation.objects.count() == 1


def test_new_supplier_gets_the_link_to_register_when_the_tender_is_published():
    room = a_draft_tender(suppliers=1)
    invitation = invite_new_supplier(tender=room.tender, name="Newcomer", email="hello@newcomer.example", by=room.buyer)
    assert invitation.supplier.invitations.count() == 0

    publish_tender(tender=room.tender, by=room.buyer)
    deliver_pending()

    asked = invitation.supplier.invitations.get()
    assert (asked.email, asked.next_path) == ("hello@newcomer.example", f"/portal/tenders/{room.tender.public_id}/")


def test_answer_goes_to_all_and_nobody_is_told_who_asked():
    room = a_published_tender(suppliers=3)
    asker = room.suppliers[0]
    question = ask_question(tender=room.tender, supplier=asker, text="Which alloy?", by=room.bidder(asker))

    answer_question(question=question, answer="S355J2.", by=room.buyer)
    deliver_pending()

    notices = Notice.objects.filter(kind__in=["tenders.answered", "tenders.asked"])
    assert notices.filter(kind="tenders.answered").count() == 3
    assert not [n for n in notices if asker.name in str(n.params) or room.bidder(asker).email in str(n.params)]
    assert "QuestionAsked" not in names(room.tender)


def test_question_after_its_time_is_refused():
    room = a_published_tender()
    the_deadline_passes(room)
    supplier = room.suppliers[0]

    with pytest.raises(Refused) as refusal:
        ask_question(tender=room.tender, supplier=supplier, text="Late?", by=room.bidder(supplier))

    assert refusal.value.code == "too_late"
    assert Question.objects.count() == 0


def test_question_is_answered_once():
    room = a_published_tender()
    supplier = room.suppliers[0]
    question = ask_question(tender=room.tender, supplier=supplier, text="Which alloy?", by=room.bidder(supplier))
    answer_question(question=question, answer="S355J2.", by=room.buyer)

    with pytest.raises(WrongState):
        answer_question(question=question, answer="Another.", by=room.buyer)

    assert Question.objects.get().answer == "S355J2."


def test_amendment_moves_the_deadline_later_and_keeps_the_old_value():
    room = a_published_tender()
    old, new = room.tender.bids_until, next_deadline(8)

    amendment = amend_tender(tender=room.tender, changes={"bids_until": new}, reason="Drawings changed.", by=room.buyer)

    assert room.fresh().bids_until == new
    assert amendment.changes["bids_until"]["old"] == old.isoformat()


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"bids_until": timedelta(hours=-1)}, "Sooner", "bids_until"),
        ({"bids_until": timedelta(days=1)}, " ", "reason"),
        ({"title": "Other"}, "Rename", "title"),
    ],
)
def test_amendment_that_breaks_a_promise_is_refused(changes, reason, field):
    room = a_published_tender()
    before = room.tender.bids_until
    given = {k: before + v if isinstance(v, timedelta) else v for k, v in changes.items()}

    with pytest.raises(Invalid) as refusal:
        amend_tender(tender=room.tender, changes=given, reason=reason, by=room.buyer)

    assert field in refusal.value.errors
    assert (Amendment.objects.count(), room.fresh().bids_until) == (0, before)


def test_buyer_is_not_on_the_committee():
    room = a_draft_tender()
    before = list(CommitteeMember.objects.values_list("user_id", flat=True))

    with pytest.raises(NotPermitted):
        set_committee(tender=room.tender, members=[(room.buyer, CommitteeRole.CHAIR)], by=room.buyer)

    assert list(CommitteeMember.objects.values_list("user_id", flat=True)) == before


def test_who_is_not_on_the_committee_declares_nothing():
    room = a_published_tender(criteria=SCORED)

    with pytest.raises(NotPermitted):
        declare_no_conflict(tender=room.tender, by=room.buyer)

    assert CommitteeMember.objects.filter(declared_at__isnull=False).count() == 0


def test_cancelled_tender_keeps_its_bids_sealed_and_tells_the_reason():
    room = a_published_tender()

    cancel_tender(tender=room.tender, reason="The need is gone.", by=room.buyer)
    deliver_pending()

    assert (room.fresh().status, room.tender.opened_at) == ("cancelled", None)
    assert Notice.objects.filter(kind="tenders.ended").count() == 2


def test_tender_is_not_cancelled_without_a_reason():
    room = a_published_tender()

    with pytest.raises(Invalid):
        cancel_tender(tender=room.tender, reason="  ", by=room.buyer)

    assert room.fresh().status == "published"


def test_tender_is_not_closed_before_the_opening():
    room = a_published_tender()
    the_deadline_passes(room)

    with pytest.raises(Refused) as refusal:
        close_without_award(tender=room.tender, reason="Nobody came, I think.", by=room.buyer)

    assert refusal.value.code == "not_opened"
    assert room.fresh().status == "published"


def test_tender_without_bids_is_closed_after_the_opening():
    room = opened_bids(prices=())

    close_without_award(tender=room.tender, reason="No bid came in.", by=room.buyer)

    assert room.fresh().status == "unsuccessful"
    assert room.tender.opening_protocol["bids"] == []


def test_supplier_declines_and_nobody_at_the_buyers_reads_it_before_the_opening():
    room = a_published_tender()
    supplier = room.suppliers[0]
    invitation = room.tender.invitations.get(supplier=supplier)

    decline_invitation(invitation=invitation, reason="No capacity.", by=room.bidder(supplier))

    assert Invitation.objects.get(pk=invitation.pk).status == "declined"
    assert "TenderInvitationDeclined" not in names(room.tender)
