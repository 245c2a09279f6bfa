from django.db import models
from django.utils.translation import gettext_lazy as _


class Quadrant(models.TextChoices):
    """Kraljic's four: supply risk × profit impact."""

    STRATEGIC = "strategic", _("Strategic")
    LEVERAGE = "leverage", _("Leverage")
    BOTTLENECK = "bottleneck", _("Bottleneck")
    ROUTINE = "routine", _("Routine")


class Procedure(models.TextChoices):
    """How a need is bought."""

    CALL_OFF = "call_off", _("Catalogue or framework call-off")
    RFQ = "rfq", _("Request for quotation")
    RFQ_AUCTION = "rfq_auction", _("Request for quotation, then auction")
    RFP = "rfp", _("Sealed request for proposal")
    NEGOTIATED_RFP = "negotiated_rfp", _("Negotiated request for proposal")
    NEGOTIATION = "negotiation", _("Negotiation with one supplier")


class AuctionFormat(models.TextChoices):
    NONE = "none", _("No auction")
    ENGLISH = "english", _("English reverse auction")
    JAPANESE = "japanese", _("Japanese auction")
    SEALED = "sealed", _("Sealed bids")
