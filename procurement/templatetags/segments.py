"""{% load segments %}: words of a strategy's choices."""

from typing import Any

from django import template

from procurement.states import AuctionFormat, Procedure

register = template.Library()


@register.filter
def procedure_word(choice: Any) -> str:
    """{{ proposal|procedure_word }}: the procedure as people read it."""
    return str(Procedure(choice.procedure).label)


@register.filter
def auction_word(choice: Any) -> str:
    """{{ proposal|auction_word }}: the auction's format as people read it."""
    return str(AuctionFormat(choice.auction_format).label)
