"""Where each app hangs its own into the shared pages, in `AppConfig.ready()`: navigation, search, tiles, panels."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Count = models.QuerySet[Any] | None
STAGES: dict[str, Text] = {
    "": "",
    "needs": _("Needs"),
    "segments": _("Segments"),
    "tactics": _("Tactics"),
    "learn": _("Run and learn"),
    "more": _("Organisation"),
}
AUDIENCES = ("buyer", "department", "portal")


def everyone(_user: Any) -> bool:
    """Visible to whoever has the audience."""
    return True


@dataclass(frozen=True)
class NavigationItem:
    stage: str
    label: Text
    icon: str
    url_name: str
    count: Callable[[Any], Count] | None
    word: Callable[[int], str] | None
    visible: Callable[[Any], bool]
    audience: str
    order: int


class Navigation:
    """Entries of the rail (buyer, department) and of the portal's header, in the order of the cycle."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], NavigationItem] = {}

    def register(
        self,
        stage: str,
        label: Text,
        icon: str,
        url_name: str,
        *,
        count: Callable[[Any], Count] | None = None,
        word: Callable[[int], str] | None = None,
        visible: Callable[[Any], bool] = everyone,
        audience: str = "buyer",
        order: int = 50,
    ) -> None:
        """Add an entry. `count(user)` names the rows that wait there: those of all entries are counted by one query.

        `word(count)` says a count above zero as a text such as “1 live”, which is shown as due.
        """
        if stage not in STAGES or audience not in AUDIENCES:
            raise ValueError(f"{url_name}: unknown stage {stage!r} or audience {audience!r}")
        item = NavigationItem(stage, label, icon, url_name, count, word, visible, audience, order)
        self._items[audience, url_name] = item

    def items(self, audience: str, user: Any) -> list[NavigationItem]:
        """Return the visible entries, by stage, order and label."""
        stages = list(STAGES)
        found = [i for i in self._items.values() if i.audience == audience and i.visible(user)]
        return sorted(found, key=lambda i: (stages.index(i.stage), i.order, i.url_name))


@dataclass(frozen=True)
class NewEntry:
    label: Text
    url_name: str
    icon: str
    visible: Callable[[Any], bool]
    order: int


class NewMenu:
    """What the “New” menu of the top bar offers."""

    def __init__(self) -> None:
        self._items: dict[str, NewEntry] = {}

    def register(
        self,
        label: Text,
        url_name: str,
        *,
        icon: str = "plus",
        visible: Callable[[Any], bool] = everyone,
        order: int = 50,
    ) -> None:
        """Add an entry that opens `url_name` (a GET page with a form)."""
        self._items[url_name] = NewEntry(label, url_name, icon, visible, order)

    def items(self, user: Any) -> list[NewEntry]:
        """Return what the user may make."""
        return sorted((i for i in self._items.values() if i.visible(user)), key=lambda i: (i.order, i.url_name))


@dataclass(frozen=True)
class SearchHit:
    """One line of the search: what it is called, where it is, and a second muted line."""

    label: str
    url: str
    detail: str = ""
    icon: str = "file"


class Search:
    """The nouns that can be found from the top bar. Each function sees to its own permissions."""

    def __init__(self) -> None:
        self._nouns: dict[str, tuple[Text, Callable[[Any, str], Iterable[SearchHit]]]] = {}

    def register(self, noun: Text, find: Callable[[Any, str], Iterable[SearchHit]], *, key: str = "") -> None:
        """Add a noun; `find(user, text)` starts at `visible_to(user)` and returns at most ten hits."""
        self._nouns[key or f"{find.__module__}.{find.__qualname__}"] = (noun, find)

    def find(self, user: Any, text: str) -> list[tuple[Text, list[SearchHit]]]:
        """Return the groups that found something."""
        groups = [(noun, list(find(user, text))[:10]) for noun, find in self._nouns.values()]
        return [(noun, hits) for noun, hits in groups if hits]


@dataclass(frozen=True)
class Tile:
    template: str
    context: Callable[[Any], dict | None]
    order: int
    width: int
    visible: Callable[[Any], bool]


class HomeTiles:
    """Cards of the home page, per audience (`portal` tiles are shown on /portal/)."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[str, str], Tile] = {}

    def register(
        self,
        audience: str,
        template: str,
        context: Callable[[Any], dict | None],
        *,
        order: int = 50,
        width: int = 4,
        visible: Callable[[Any], bool] = everyone,
    ) -> None:
        """Add a tile `width` of 12 columns wide; `context(user)` in few queries, None hides the tile."""
        if audience not in AUDIENCES:
            raise ValueError(f"{template}: unknown audience {audience!r}")
        self._tiles[audience, template] = Tile(template, context, order, width, visible)

    def tiles(self, audience: str, user: Any) -> list[tuple[Tile, dict]]:
        """Return the tiles with their contexts, in order."""
        mine = [t for (who, _name), t in self._tiles.items() if who == audience and t.visible(user)]
        filled = [(t, t.context(user)) for t in sorted(mine, key=lambda t: (t.order, t.template))]
        return [(tile, context) for tile, context in filled if context is not None]


@dataclass(frozen=True)
class Panel:
    template: str
    context: Callable[[Any, Any], dict | None]
    slot: str
    order: int


class Panels:
    """Parts that one app adds to the pages of another app's noun: `{% panels object %}` shows them."""

    def __init__(self) -> None:
        self._panels: dict[str, list[Panel]] = {}

    def register(
        self,
        model: type[models.Model] | str,
        template: str,
        context: Callable[[Any, Any], dict | None],
        *,
        slot: str = "main",
        order: int = 50,
    ) -> None:
        """Add a panel; `context(user, obj)` or None to hide it. `slot` is main, side, head (a button) or portal."""
        label = model.lower() if isinstance(model, str) else model._meta.label_lower
        panels = [p for p in self._panels.get(label, []) if p.template != template]
        self._panels[label] = sorted([*panels, Panel(template, context, slot, order)], key=lambda p: p.order)

    def of(self, obj: models.Model, user: Any, slot: str) -> list[tuple[Panel, dict]]:
        """Return the panels of an object with their contexts."""
        mine = [p for p in self._panels.get(obj._meta.label_lower, []) if p.slot == slot]
        filled = [(p, p.context(user, obj)) for p in mine]
        return [(panel, context) for panel, context in filled if context is not None]


@dataclass
class Bell:
    """The inbox in the top bar."""

    url_name: str = ""
    portal_url_name: str = ""
    count: Callable[[Any], Count] | None = None

    def register(self, url_name: str, *, count: Callable[[Any], Count], portal_url_name: str = "") -> None:
        """Name the inbox page (and the portal's own) and the rows that are unread, counted with the rail's."""
        self.url_name, self.portal_url_name, self.count = url_name, portal_url_name, count

    def page_for(self, user: Any) -> str:
        """Return the URL name of the reader's own inbox."""
        return self.portal_url_name if getattr(user, "is_portal", False) else self.url_name


@dataclass(frozen=True)
class LoopCount:
    """One figure of a stage: `tone` is empty, waiting or late; a zero is shown grey."""

    value: int | str
    label: Text
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class LoopStage:
    """One stage of the loop: its figures, its worst news, the median days to the next stage."""

    key: str
    counts: tuple[LoopCount, ...] = ()
    news_tone: str = ""
    news_word: Text = ""
    news: Text = ""
    days_to_next: Text = ""

    @property
    def label(self) -> Text:
        return STAGES[self.key]

    @property
    def number(self) -> int:
        return list(STAGES).index(self.key)

    @property
    def icon(self) -> str:
        return LOOP_ICONS[self.key]


LOOP_ICONS = {
    "needs": "clipboard-check",
    "segments": "chart-dots",
    "tactics": "building-factory-2",
    "learn": "rotate-clockwise",
}


@dataclass(frozen=True)
class CycleDay:
    """Where the cycle stands today."""

    label: Text
    day: int
    of: int
    url: str = ""


@dataclass(frozen=True)
class Loop:
    """The closed track of four stages; `returns` are the (label, url) that come back as needs."""

    stages: tuple[LoopStage, ...]
    returns: tuple[tuple[Text, str], ...] = ()


@dataclass
class Cycle:
    """What the home page says of the running cycle; provided by the app that measures it."""

    day: Callable[[Any], CycleDay | None] = field(default=lambda _user: None)
    loop: Callable[[Any], Loop | None] = field(default=lambda _user: None)

    def provide(
        self, *, day: Callable[[Any], CycleDay | None] | None = None, loop: Callable[[Any], Loop | None] | None = None
    ) -> None:
        """Set the providers, each with few queries."""
        self.day, self.loop = day or self.day, loop or self.loop


navigation = Navigation()
new_menu = NewMenu()
search = Search()
home_tiles = HomeTiles()
panels = Panels()
bell = Bell()
cycle = Cycle()
