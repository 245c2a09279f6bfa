"""The kinds of notices: each app registers its own in `ready()`, worded once, shown in every reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from srm.notifications.states import Channel
from srm.notifications.values import worded

Text = str | Promise


@dataclass(frozen=True)
class NoticeKind:
    """One kind: `title` and `body` are lazy strings with %(name)s, `action` is the word on the e-mail's button.

    `mandatory`: the person may not turn it off (his default channel always holds).
    """

    key: str
    label: Text
    title: Text
    body: Text = ""
    action: Text = ""
    default: Channel = Channel.BOTH
    mandatory: bool = False
    portal: bool = False


_KINDS: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> NoticeKind:
    """Make a kind known under its key (`procurement.approval_asked`); `portal=True` shows it in suppliers' settings."""
    _KINDS[kind.key] = kind
    return kind


def kind_named(key: str) -> NoticeKind | None:
    """Return the kind of that key; None when the code has gone since."""
    return _KINDS.get(key)


def kinds_for(user: Any) -> Iterable[NoticeKind]:
    """Return the kinds whose settings a person may look at, in the order of their labels."""
    wanted = [k for k in _KINDS.values() if k.portal == user.is_portal]
    return sorted(wanted, key=lambda k: str(k.label))


def text(template: Text, params: Mapping[str, Any]) -> str:
    """Word a template in the language and time zone now active; a missing value shows as a dash, never as an error."""
    return str(template) % _Values({name: worded(value) for name, value in params.items()})


class _Values(dict):
    def __missing__(self, key: str) -> str:
        return "–"
