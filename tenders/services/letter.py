"""Every bidder of a lot is told of the decision, the losers with the reasons: own points against the winner's."""

from django.utils.translation import get_language

from srm.accounts.models import User
from srm.authz import SYSTEM
from srm.documents.services import request_document
from srm.documents.states import Audience
from suppliers.models import Supplier
from tenders.models import Award, AwardLetter, Bid
from tenders.queries.letter import letter_body


def write_letters(award: Award) -> list[AwardLetter]:
    """Write a letter to each supplier whose opened bid priced the lot, in his people's language, and have it printed.

    Called in the transaction of the approval, with the tender locked.
    """
    bids = award.lot.tender.bids.opened().filter(prices__lot_item__lot=award.lot).select_related("supplier").distinct()
    return [_write(award, bid) for bid in bids.order_by("pk")]


def _write(award: Award, bid: Bid) -> AwardLetter:
    letter = AwardLetter.objects.create(
        lot=award.lot, award=award, supplier=bid.supplier, is_winner=bid.pk == award.bid_id,
        language=language_of(bid.supplier), body=letter_body(award, bid),
    )  # fmt: skip
    request_document(
        subject=letter, kind="tenders.letter", by=SYSTEM, language=letter.language, audience=Audience.SUPPLIER
    )
    return letter


def language_of(supplier: Supplier) -> str:
    """Return the language that the supplier's people read: that of the first who joined."""
    people = User.objects.filter(memberships__supplier=supplier, memberships__is_active=True, is_active=True)
    return people.order_by("memberships__pk").values_list("language", flat=True).first() or get_language() or "en"
