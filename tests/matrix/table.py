"""How a row is written.

    ROWS = [
        *lists(STAFF, "procurement:requisition-list", "api:requisition-list"),
        *nouns(DEPARTMENT | ORGANISATION, a_requisition, "procurement:requisition-detail", "api:requisition-detail"),
        *verbs(DEPARTMENT | ORGANISATION, {"head"}, a_requisition, "api:requisition-approve", data={"comment": ""}),
        *creates(STAFF, "api:requisition-list"),
        *exempt("a file of the front end", "ui:icons"),
    ]
    COUNTED = [*counted("buyer", one_more_requisition, "procurement:requisition-list", "api:requisition-list")]

`see` are those who get an answer (200, a download, a redirect that is not to the sign-in). Everyone else signed in
gets 404 (403 where a whole list or door is closed) with the very body of a thing that does not exist; nobody signed in
gets the sign-in page or 401. `act` are those whom the verb lets in, whatever the rules then say; who sees but may not
act gets 403 (409 or 422 will do while the row has no valid `data`) and no event is recorded. A builder takes the cast
and returns the object, or the URL's keyword arguments as a dict. Several rows of one route with different builders
(own, sealed, archived) are welcome: give them a `label`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tests.cast import BY_ROLE, MEMBERS, Cast

Builder = Callable[[Cast], Any]
Members = frozenset[str]

DEPARTMENT: Members = frozenset({"requester", "head"})
PROCUREMENT: Members = frozenset({"buyer", "category_manager", "procurement_head", "contract_manager"})
ORGANISATION: Members = PROCUREMENT | {"finance", "auditor"}
STAFF: Members = DEPARTMENT | {"other_head"} | frozenset(BY_ROLE)
SUPPLIER: Members = frozenset({"supplier"})
SUPPLIERS: Members = frozenset({"supplier", "rival"})
SIGNED_IN: Members = STAFF | SUPPLIERS
EVERYONE: Members = frozenset(MEMBERS)
NOBODY: Members = frozenset()
ADMIN: Members = frozenset({"admin"})


@dataclass(frozen=True)
class Row:
    """One route and method, with one object: who sees it, who may act on it."""

    route: str
    method: str
    see: Members
    act: Members | None = None
    of: Builder | None = None
    data: Any = None
    label: str = ""
    reason: str = ""
    elevated: bool = False

    def __str__(self) -> str:
        return " ".join(part for part in (self.route, self.method, self.label) if part)


@dataclass(frozen=True)
class Counted:
    """A list whose number of queries must not grow with its rows."""

    route: str
    member: str
    one_more: Builder | None
    reason: str = ""


def lists(see: Iterable[str], *routes: str, label: str = "") -> list[Row]:
    """Pages and lists without an object of their own: GET."""
    return [Row(route, "GET", frozenset(see), label=label) for route in routes]


def nouns(see: Iterable[str], of: Builder, *routes: str, label: str = "") -> list[Row]:
    """Pages of one object: GET."""
    return [Row(route, "GET", frozenset(see), of=of, label=label) for route in routes]


def verbs(
    see: Iterable[str], act: Iterable[str], of: Builder, *routes: str, data: Any = None, method: str = "POST",
    label: str = "", elevated: bool = False,
) -> list[Row]:  # fmt: skip
    """What is done to one object: POST (PATCH, DELETE by `method`); `elevated`: everybody has shown a second factor."""
    return [Row(route, method, frozenset(see), frozenset(act), of, data, label, elevated=elevated) for route in routes]


def creates(
    act: Iterable[str], *routes: str, see: Iterable[str] | None = None, data: Any = None, elevated: bool = False
) -> list[Row]:  # fmt: skip
    """What is done without an object yet: POST. Who does not even `see` the door gets 403 or 404."""
    seen = frozenset(act if see is None else see)
    return [Row(route, "POST", seen, frozenset(act), data=data, elevated=elevated) for route in routes]


def exempt(reason: str, *routes: str) -> list[Row]:
    """Routes that the table leaves to another test; the reason is printed in docs/permissions.md."""
    return [Row(route, "*", EVERYONE, reason=reason) for route in routes]


def counted(member: str, one_more: Builder, *routes: str) -> list[Counted]:
    """Lists to be opened by `member` with 3 and with 30 rows; `one_more(cast)` makes one that he sees."""
    return [Counted(route, member, one_more) for route in routes]


def uncounted(reason: str, *routes: str) -> list[Counted]:
    """Lists that cannot grow (a fixed set of reference rows): say why."""
    return [Counted(route, "", None, reason) for route in routes]
