from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.rules import procedure as rules


class Quadrant(models.TextChoices):
    """Kraljic's four: supply risk × profit impact."""

    STRATEGIC = rules.Quadrant.STRATEGIC.value, _("Strategic")
    LEVERAGE = rules.Quadrant.LEVERAGE.value, _("Leverage")
    BOTTLENECK = rules.Quadrant.BOTTLENECK.value, _("Bottleneck")
    ROUTINE = rules.Quadrant.ROUTINE.value, _("Routine")


class Procedure(models.TextChoices):
    """How a need is bought."""

    CALL_OFF = rules.Procedure.CALL_OFF.value, _("Catalogue or framework call-off")
    RFQ = rules.Procedure.RFQ.value, _("Request for quotation")
    RFQ_AUCTION = rules.Procedure.RFQ_AUCTION.value, _("Request for quotation, then auction")
    RFP = rules.Procedure.RFP.value, _("Sealed request for proposal")
    NEGOTIATED_RFP = rules.Procedure.NEGOTIATED_RFP.value, _("Negotiated request for proposal")
    NEGOTIATION = rules.Procedure.NEGOTIATION.value, _("Negotiation with one supplier")


class AuctionFormat(models.TextChoices):
    NONE = rules.AuctionFormat.NONE.value, _("No auction")
    ENGLISH = rules.AuctionFormat.ENGLISH.value, _("English reverse auction")
    JAPANESE = rules.AuctionFormat.JAPANESE.value, _("Japanese auction")
    SEALED = rules.AuctionFormat.SEALED.value, _("Sealed bids")
