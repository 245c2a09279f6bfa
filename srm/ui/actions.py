"""Buttons of an object's page, made from its lifecycle table and the policies."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from srm.lifecycle.tables import Lifecycle

Text = str | Promise


@dataclass(frozen=True)
class Action:
    """A button. POST unless `method` is get; `confirm` asks before, `reason` asks for a written reason."""

    label: Text
    url: str
    method: str = "post"
    icon: str = ""
    primary: bool = False
    danger: bool = False
    confirm: Text = ""
    reason: bool = False
    name: str = ""


def open_actions(
    user: Any,
    obj: models.Model,
    table: Lifecycle,
    policies: Mapping[str, Callable[[Any, Any], bool]],
    *,
    url_name: str,
    primary: Collection[str] = (),
    danger: Collection[str] = (),
    reasons: Collection[str] = (),
    confirms: Mapping[str, Text] | None = None,
    pages: Collection[str] = (),
) -> list[Action]:
    """Return the moves that the object's status has and the policies allow, in the table's order.

    `url_name` names the address of a verb: "requisition_{verb}" → `requisition_approve(public_id)`; a verb without
    such a URL gets no button. `pages` are verbs whose URL is a page with a form (GET) instead of a button.
    """
    found = []
    for move in table.open_moves(obj):
        allowed = policies.get(move.verb)
        url = _url(url_name.format(verb=move.verb), obj)
        if allowed is None or url is None or not allowed(user, obj):
            continue
        found.append(
            Action(
                label=move.label or move.verb.replace("_", " ").capitalize(),
                url=url,
                method="get" if move.verb in pages else "post",
                primary=move.verb in primary,
                danger=move.verb in danger,
                confirm=(confirms or {}).get(move.verb, ""),
                reason=move.verb in reasons,
                name=move.verb,
            )
        )
    return found


def _url(name: str, obj: Any) -> str | None:
    try:
        return reverse(name, args=[obj.public_id])
    except NoReverseMatch:
        return None
