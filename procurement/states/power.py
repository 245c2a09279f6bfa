from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.rules import power as rules


class PowerFactor(models.TextChoices):
    """What makes the buyer, or the supply market, strong."""

    VOLUME = rules.Factor.VOLUME.value, _("Our volume against their capacity")
    SHARE_OF_THEM = rules.Factor.SHARE_OF_THEM.value, _("How much we are of their sales")
    MAKE_OURSELVES = rules.Factor.MAKE_OURSELVES.value, _("What we can make ourselves")
    ALTERNATIVES = rules.Factor.ALTERNATIVES.value, _("Other materials and sources we can change to")
    STANDING = rules.Factor.STANDING.value, _("How attractive we are as a customer")
    STAMINA = rules.Factor.STAMINA.value, _("How long we can do without")
    FEW_SUPPLIERS = rules.Factor.FEW_SUPPLIERS.value, _("How few share the market")
    UTILISATION = rules.Factor.UTILISATION.value, _("How full their capacity is")
    UNIQUENESS = rules.Factor.UNIQUENESS.value, _("How special product and technology are")
    ENTRY_BARRIER = rules.Factor.ENTRY_BARRIER.value, _("How hard it is to become a supplier")
    DEMAND_GROWTH = rules.Factor.DEMAND_GROWTH.value, _("Demand grows faster than capacity")
    PROFITABILITY = rules.Factor.PROFITABILITY.value, _("How well they earn")


class Direction(models.TextChoices):
    """What follows from our strength against the market's."""

    EXPLOIT = rules.Direction.EXPLOIT.value, pgettext_lazy("direction", "Exploit")
    BALANCE = rules.Direction.BALANCE.value, pgettext_lazy("direction", "Balance")
    DIVERSIFY = rules.Direction.DIVERSIFY.value, pgettext_lazy("direction", "Diversify")


LEVEL_WORDS: dict[str, Any] = {
    rules.Level.LOW: pgettext_lazy("strength", "low"), rules.Level.MEDIUM: pgettext_lazy("strength", "medium"),
    rules.Level.HIGH: pgettext_lazy("strength", "high"),
}  # fmt: skip
DIRECTION_WHY: dict[str, Any] = {
    Direction.EXPLOIT: _("We are the stronger: press for price, spread the volume, keep contracts short."),
    Direction.BALANCE: _("Both are equally strong: hold price and security in balance, with a partner."),
    Direction.DIVERSIFY: _("The market is the stronger: secure supply now, and look for other sources or materials."),
}
