"""{% load segments %}: words of a strategy's choices."""

from typing import Any

from django import template

from procurement.states import ApprovalLevel, AuctionFormat, Direction, Procedure

register = template.Library()


@register.filter
def procedure_word(choice: Any) -> str:
    """{{ proposal|procedure_word }}: the procedure as people read it."""
    return str(Procedure(choice.procedure).label)


@register.filter
def auction_word(choice: Any) -> str:
    """{{ proposal|auction_word }}: the auction's format as people read it."""
    return str(AuctionFormat(choice.auction_format).label)


@register.filter
def way_word(choice: Any) -> str:
    """{{ proposal|way_word }}: the procedure, with the auction's format where there is one."""
    with_auction = choice.auction_format not in ("", AuctionFormat.NONE)
    return f"{procedure_word(choice)}, {auction_word(choice)}" if with_auction else procedure_word(choice)


@register.filter
def approval_word(choice: Any) -> str:
    """{{ proposal|approval_word }}: the level of approval as people read it."""
    return str(ApprovalLevel(choice.approval_level).label)


@register.filter
def direction_word(choice: Any) -> str:
    """{{ proposal|direction_word }}: the second step's direction as people read it; empty without one."""
    return str(Direction(choice.direction).label) if choice.direction else ""
