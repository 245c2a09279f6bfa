"""What a supplier sees of his tenders: his own invitation, his own bid, what is left to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from suppliers.models import Supplier
from tenders.models import Bid, Invitation, Tender
from tenders.states import BidStatus, InvitationStatus, TenderStatus


@dataclass(frozen=True)
class PortalTender:
    """One tender as its invited supplier sees it."""

    tender: Tender
    invitation: Invitation
    bid: Bid | None

    @property
    def is_open(self) -> bool:
        """Takes bids, by this host's clock: what counts is decided at the act, by the database's."""
        until = self.tender.bids_until
        return self.tender.status == TenderStatus.PUBLISHED and bool(until and until > timezone.now())

    @property
    def is_unsent(self) -> bool:
        """Something is typed that the buyer has not received, and there is still time."""
        return self.is_open and bool(self.bid and self.bid.has_unsent_changes)

    @property
    def is_in(self) -> bool:
        return bool(self.bid and self.bid.status in (BidStatus.SUBMITTED, BidStatus.OPENED, BidStatus.EXCLUDED))

    @property
    def is_new(self) -> bool:
        return self.invitation.status in (InvitationStatus.SENT, InvitationStatus.VIEWED)

    @property
    def due(self) -> datetime | None:
        return self.tender.bids_until


def portal_tenders(supplier: Supplier) -> list[PortalTender]:
    """Return the supplier's tenders, open ones with the nearest deadline first; two queries."""
    invitations = Invitation.objects.for_supplier(supplier).select_related("tender", "supplier")
    bids = {bid.tender_id: bid for bid in Bid.objects.for_supplier(supplier).defer("draft", "sealed")}
    rows = [PortalTender(i.tender, i, bids.get(i.tender_id)) for i in invitations]
    return sorted(rows, key=lambda r: (not r.is_open, abs((r.due or timezone.now()) - timezone.now())))


def unsent_bids(supplier: Supplier) -> QuerySet[Bid]:
    """Return the supplier's open drafts that are not sent."""
    takes_bids = {"tender__status": TenderStatus.PUBLISHED, "tender__bids_until__gt": timezone.now()}
    return Bid.objects.for_supplier(supplier).unsent().filter(**takes_bids)
