"""Words of an auction's rooms."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from srm.ui.icons import svg
from tenders.models import Auction, AuctionEvent
from tenders.queries.auction.clock import mark_of
from tenders.queries.auction.words import reason_label

register = template.Library()
register.filter("auction_reason", reason_label)
register.filter("auction_mark", mark_of)
ICONS = {
    "bid": "arrow-down-right", "pause": "player-pause", "resume": "player-play", "extend": "clock-plus",
    "stop": "player-stop", "exclude": "user-x",
}  # fmt: skip


@register.simple_tag
def auction_event_icon(event: AuctionEvent) -> SafeString:
    """{% auction_event_icon event %}: decoration, the words stand beside it."""
    return svg(ICONS.get(event.kind, "point") if event.accepted else "ban", "s")


@register.simple_tag
def auction_event(event: AuctionEvent, auction: Auction) -> SafeString:
    """{% auction_event event auction %}: one line of the host's log."""
    if event.kind == "bid":
        return _bid(event)
    alias = f"{event.participant.alias}: " if event.participant else ""
    return format_html("{}<b>{}</b> {}", alias, auction_act(event), event.note)


@register.simple_tag
def auction_act(event: AuctionEvent) -> str:
    """{% auction_act event %}: what the host did."""
    if event.kind == "extend":
        return _("Extended to %(at)s.") % {"at": _clock(event.closes_at)}
    acts = {
        "pause": _("Paused."), "resume": _("Resumed."), "stop": _("Stopped."), "exclude": _("Excluded."),
        "proxy": _("Proxy."),
    }  # fmt: skip
    return acts.get(event.kind, event.kind)


@register.filter
def auction_terms(auction: Auction) -> list[tuple[str, str]]:
    """{{ auction|auction_terms }}: the rules as pairs of label and text."""
    rules = auction.rules
    rows = [(_("Smallest step"), _step(rules, auction.currency)), *_extension(rules.get("extension"))]
    if rules.get("ceiling"):
        rows.append((_("Highest price"), f"{_number(rules['ceiling'])} {auction.currency}"))
    ties = _("refused") if rules["ties"] == "refuse" else _("the earlier ranks first")
    return [*rows, (_("Equal prices"), ties), (_("Everyone sees"), _("own rank, the best price"))]


def _bid(event: AuctionEvent) -> SafeString:
    head = format_html("<b>{}</b> {}", event.participant.alias, _number(event.amount))
    if not event.accepted:
        return format_html("{} {}: {}", head, _("refused"), reason_label(event.reason))
    words = _("leads") if event.rank == 1 else _("rank %(rank)s") % {"rank": event.rank}
    return format_html("{} {}", head, words)


def _step(rules: dict[str, Any], currency: str) -> str:
    improvement = rules.get("improvement") or {}
    if "percent" in improvement:
        return f"{_number(improvement['percent'])} %"
    return f"{_number(improvement.get('step', 0))} {currency}"


def _extension(extension: dict[str, Any] | None) -> list[tuple[str, str]]:
    if not extension or not extension["window_s"]:
        return [(_("Extension"), _("none"))]
    minutes = extension["length_s"] // 60
    text = ngettext("%(n)s min", "%(n)s min", minutes) % {"n": minutes}
    if extension.get("max_count") is not None:
        text += ", " + ngettext("at most once", "at most %(n)s times", extension["max_count"]) % {
            "n": extension["max_count"]
        }
    return [(_("Extension"), text)]


def _number(value: Any) -> str:
    return number_format(Decimal(value), use_l10n=True, force_grouping=True)


def _clock(at: Any) -> str:
    return date_format(localtime(at), "H:i:s") if at else "–"
