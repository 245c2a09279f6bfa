"""Parts of a page that enclose others: page head, card, side part."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from srm.ui.tags.library import register


@register.simple_block_tag
def page_head(
    content: str,
    title: Any,
    kind: Any = "",
    number: str = "",
    obj: Any = None,
    quadrant: str = "",
    meta: Any = "",
    back: str = "",
    back_label: Any = "",
) -> SafeString:
    """{% page_head title=… kind=_("Requisition") number=r.number obj=r %}buttons{% endpage_head %}.

    `obj` shows its status badge, `meta` a muted remark beside it (“Saved 12 s ago”), `back` a way up.
    """
    has_status = obj is not None and hasattr(obj, "status")
    return render_to_string(
        "components/page_head.html",
        {
            "title": title, "kind": kind, "number": number, "obj": obj if has_status else None, "quadrant": quadrant,
            "meta": meta, "back": back, "back_label": back_label, "actions": content,
        },
    )  # fmt: skip


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    count: Any = None,
    note: Any = "",
    link: str = "",
    link_label: Any = "",
    flush: bool = False,  # noqa: FBT001, FBT002 - a template argument
    css: str = "",
    id: str = "",
) -> SafeString:
    """{% card title=_("Invitations") count=4 link=url link_label=_("All tenders") %}…{% endcard %}.

    `flush` leaves out the padding (for a table or rows), `note` is muted text at the right of the head.
    """
    return render_to_string(
        "components/card.html",
        {
            "title": title, "count": count, "note": note, "link": link, "link_label": link_label,
            "flush": flush, "css": css, "id": id, "content": content,
        },
    )  # fmt: skip


@register.simple_block_tag
def side(content: str, title: Any = "", note: Any = "") -> SafeString:
    """{% side title=_("Who approves") note=… %}…{% endside %}: one part of the right column."""
    return render_to_string("components/side.html", {"title": title, "note": note, "content": content})


@register.simple_block_tag
def notice(content: str, tone: str = "info", icon: str = "", title: Any = "") -> SafeString:
    """{% notice "waiting" title=… %}…{% endnotice %}: tones info, good, waiting, late."""
    icons = {"info": "info-circle", "good": "circle-check", "waiting": "clock", "late": "alert-triangle"}
    context = {"tone": tone, "icon": icon or icons.get(tone, "info-circle"), "title": title, "content": content}
    return render_to_string("components/notice.html", context)
