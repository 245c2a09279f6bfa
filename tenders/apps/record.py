"""Who may see what hangs on tenders, how their events read, which stay sealed, the letters as PDF."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.audit.texts import register_parts, register_sealed, register_text
from srm.documents.registry import DocumentKind, register_document
from srm.subjects import register_subject
from srm.ui.doors import supplier_of
from tenders import events
from tenders.models import Award, AwardLetter, Bid, Evaluation, Invitation, Question, Tender
from tenders.policies import may_edit_tender
from tenders.states import BidStatus

OPENED = (BidStatus.OPENED, BidStatus.EXCLUDED)


def register() -> None:
    """Register subjects, texts, seals and documents."""
    _register_subjects()
    _register_texts()
    _register_seals()
    register_document(
        DocumentKind(
            key="tenders.letter",
            label=_("Letter on the award"),
            template="documents/tenders/letter.html",
            context=lambda letter: {"facts": letter.body},
            file_name=lambda letter: f"{letter.lot.tender.number}-{letter.lot.number}.pdf",
        )
    )


def _register_subjects() -> None:
    register_subject(
        Tender,
        sees=_sees_tender,
        adds=lambda user, tender: not user.is_portal and may_edit_tender(user, tender),
        url=lambda tender: tender.get_absolute_url(),
        portal_url=lambda tender: reverse("tenders:portal-tender-detail", args=[tender.public_id]),
        several_suppliers=True,
    )
    register_subject(Bid, sees=_sees_bid, adds=lambda _user, _bid: False)
    register_subject(
        AwardLetter,
        sees=_sees_letter,
        adds=lambda _user, _letter: False,
        url=lambda letter: reverse("tenders:lot-award", args=[letter.lot.public_id]),
        portal_url=lambda letter: reverse("tenders:portal-letter-detail", args=[letter.public_id]),
    )
    register_subject(
        Award,
        sees=lambda user, award: not user.is_portal and Award.objects.visible_to(user).filter(pk=award.pk).exists(),
        adds=lambda _user, _award: False,
        url=lambda award: award.get_absolute_url(),
    )


def _register_texts() -> None:
    register_text(events.TenderCreated, _("Drafted"))
    register_text(events.TenderPublished, _("Published"), supplier=True, tone="waiting")
    register_text(events.SupplierAskedToBid, _("One more supplier invited"))
    register_text(events.CommitteeSet, _("Committee chosen"))
    register_text(events.ConflictDenied, _("%(by)s declared no conflict of interest"))
    register_text(events.MemberReleased, _("%(member)s released from the committee: %(reason)s"))
    register_text(events.TenderAmended, _("Amended: %(reason)s"), supplier=True, tone="waiting")
    register_text(events.QuestionAnswered, _("A question was answered to all"), supplier=True)
    register_text(events.BidSubmitted, _("Bid received"), supplier=True, tone="good")
    register_text(events.BidWithdrawn, _("Bid withdrawn"), supplier=True)
    register_text(events.BidsOpened, _("%(bids)s bids opened"), tone="good")
    register_text(events.FewBidsAccepted, _("Goes on with %(bids)s bids: %(reason)s"))
    register_text(events.BidExcluded, _("A bid was excluded: %(reason)s"), tone="late")
    register_text(events.BidReadmitted, _("A bid was admitted again: %(reason)s"))
    register_text(events.ScoresFrozen, _("%(by)s froze the scores"))
    register_text(events.LotEvaluated, _("Bids compared"))
    register_text(events.AwardProposed, _("Award proposed"), tone="waiting")
    register_text(events.AwardReturned, _("Award returned: %(comment)s"), tone="late")
    register_text(events.LotAwarded, _("Award approved by %(by)s"), tone="good")
    register_text(events.AwardAccepted, _("Award accepted by the winner"), tone="good")
    register_text(events.AwardRefused, _("Award refused by the winner: %(reason)s"), tone="late")
    register_text(events.TenderCancelled, _("Cancelled: %(reason)s"), supplier=True, tone="late")
    register_text(events.TenderUnsuccessful, _("Closed without award: %(reason)s"), supplier=True, tone="late")
    register_text(events.QuestionAsked, _("A question was asked"))
    register_text(events.TenderInvitationAccepted, _("Invitation accepted"))
    register_text(events.TenderInvitationDeclined, _("Invitation declined: %(reason)s"))
    register_parts(Tender, lambda tender: Evaluation.objects.filter(lot__tender=tender))
    register_parts(Award, lambda award: [award.evaluation] if award.evaluation else [])  # decisions stand with it


def _register_seals() -> None:
    """Before the opening nobody may count bids or learn who asked or accepted, not even from the record."""
    register_sealed(Bid, lambda: Bid.objects.exclude(status__in=OPENED).values("pk"))
    register_sealed(Question, lambda: Question.objects.filter(tender__opened_at=None).values("pk"))
    register_sealed(Invitation, lambda: Invitation.objects.filter(tender__opened_at=None).values("pk"))


def _sees_tender(user: Any, tender: Tender) -> bool:
    if user.is_portal:
        supplier = supplier_of(user)
        return supplier is not None and Tender.objects.for_supplier(supplier).filter(pk=tender.pk).exists()
    return Tender.objects.visible_to(user).filter(pk=tender.pk).exists()


def _sees_bid(user: Any, bid: Bid) -> bool:
    if user.is_portal:
        supplier = supplier_of(user)
        return supplier is not None and bid.supplier_id == supplier.pk
    return Bid.objects.visible_to(user).filter(pk=bid.pk).exists()


def _sees_letter(user: Any, letter: AwardLetter) -> bool:
    if user.is_portal:
        supplier = supplier_of(user)
        return supplier is not None and letter.supplier_id == supplier.pk
    return Tender.objects.visible_to(user).filter(pk=letter.lot.tender_id).exists()
