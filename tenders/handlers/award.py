"""Notices that follow from the decision on a lot."""

from django.urls import reverse

from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_money, as_status
from tenders.events import AwardAccepted, AwardProposed, AwardRefused, AwardReturned, LotAwarded
from tenders.models import Award
from tenders.queries.approval import approvers_of
from tenders.services.notice import bidders_of, words
from tenders.states import AwardStatus


def award_of(public_id: str) -> Award:
    return Award.objects.select_related("lot__tender__buyer", "supplier", "created_by").get(public_id=public_id)


@on(AwardProposed)
def ask_approvers(event: AwardProposed, *, record: Event) -> None:
    """Whoever may approve it is asked, whoever decides first decides; nobody is when that has happened meanwhile."""
    award = award_of(event.award)
    if award.status != AwardStatus.PROPOSED:
        return
    tender = award.lot.tender
    params = words(tender, supplier=award.supplier.name, amount=as_money(award.amount, award.currency))
    notify(
        recipients=approvers_of(award), kind="tenders.award_asked", subject=award,
        url=award.get_absolute_url(), event=record, params=params,
    )  # fmt: skip


@on(AwardReturned)
def tell_return(event: AwardReturned, *, record: Event) -> None:
    award = award_of(event.award)
    params = words(award.lot.tender, comment=event.comment)
    notify(
        recipients=[award.lot.tender.buyer], kind="tenders.award_returned", subject=award,
        url=award.get_absolute_url(), event=record, params=params,
    )  # fmt: skip


@on(LotAwarded)
def send_letters(event: LotAwarded, *, record: Event) -> None:
    """Every bidder's people get the link to their own letter."""
    award = award_of(event.award)
    for letter in award.letters.select_related("supplier"):
        url = reverse("tenders:portal-letter-detail", args=[letter.public_id])
        notify(
            recipients=bidders_of(letter.supplier), kind="tenders.letter", subject=letter, url=url, event=record,
            params=words(award.lot.tender),
        )  # fmt: skip


@on(AwardAccepted, AwardRefused)
def tell_answer(event: AwardAccepted | AwardRefused, *, record: Event) -> None:
    award = award_of(event.award)
    answer = event.reason if isinstance(event, AwardRefused) else as_status(award)
    params = words(award.lot.tender, supplier=award.supplier.name, answer=answer)
    notify(
        recipients=[award.lot.tender.buyer], kind="tenders.award_answered", subject=award,
        url=award.get_absolute_url(), event=record, params=params,
    )  # fmt: skip
