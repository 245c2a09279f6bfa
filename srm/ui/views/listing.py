"""A list page from a declaration: columns, filters, search, sort, pages, export."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views import View

from srm.ui.cells import Column
from srm.ui.views.export import EXPORTS, export
from srm.ui.views.pages import BoundedPaginator

Text = str | Promise
Choices = Sequence[tuple[Any, Text]] | Callable[[Any], Sequence[tuple[Any, Text]]]
PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Filter:
    """Chips `?name=value&name=other`. `apply(queryset, values)` where the plain `lookup__in` is not enough."""

    name: str
    label: Text
    choices: Choices
    lookup: str = ""
    apply: Callable[[QuerySet, list[str]], QuerySet] | None = None

    def options(self, user: Any) -> list[tuple[str, Text]]:
        found = self.choices(user) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in found]

    def narrow(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        if self.apply:
            return self.apply(queryset, values)
        return queryset.filter(**{f"{self.lookup or self.name}__in": values})


@dataclass(frozen=True)
class Bulk:
    """An act on the ticked rows: POSTs their public ids as `ids` to `url_name`."""

    label: Text
    url_name: str
    icon: str = ""
    visible: Callable[[Any], bool] = lambda _user: True


@dataclass(frozen=True)
class Empty:
    """What an empty list says: why, and one act."""

    title: Text
    text: Text = ""
    action: Text = ""
    url_name: str = ""
    icon: str = "inbox"


class ListPage(LoginRequiredMixin, View):
    """Subclass with `title`, `columns` and `get_queryset` (start at `visible_to(self.request.user)`)."""

    http_method_names = ["get", "head", "options"]
    template_name = "components/pages/list.html"
    title: Text = ""
    kind: Text = ""
    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    search_fields: Sequence[str] = ()
    search_label: Text = ""
    default_sort = ""
    bulk: Sequence[Bulk] = ()
    primary: tuple[Text, str] | None = None  # (label, url name) of the one primary button
    empty = Empty("")

    def get_queryset(self) -> QuerySet:
        raise NotImplementedError

    def get_context(self) -> dict[str, Any]:
        """Return what a subclass's own template needs besides `page`."""
        return {}

    def row_url(self, row: Model) -> str:
        """Return where a row leads; empty: nowhere."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def may_primary(self) -> bool:
        """Tell whether the primary button is shown to this reader."""
        return True

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        form = request.GET.get("export", "")
        if form in EXPORTS:
            return export(self.found, self.columns, name=str(self.title), form=form)  # type: ignore[return-value]
        template = "components/table.html" if getattr(request.htmx, "target", "") == "table" else self.template_name
        return render(request, template, {"list": ListState(self), "title": self.title, **self.get_context()})

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values of each filter that the address names and the filter offers."""
        user, asked = self.request.user, self.request.GET
        picked = {f.name: [v for v in asked.getlist(f.name) if v in dict(f.options(user))] for f in self.filters}
        return {name: values for name, values in picked.items() if values}

    @cached_property
    def query(self) -> str:
        return self.request.GET.get("q", "").strip()[:100] if self.search_fields else ""

    @cached_property
    def sort(self) -> str:
        """The asked sort when a column allows it, else the default."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.lstrip("-") in self.sortable else self.default_sort

    @cached_property
    def sortable(self) -> dict[str, tuple[str, ...]]:
        return {c.name: (c.sort,) if isinstance(c.sort, str) else c.sort for c in self.columns if c.sort}

    @cached_property
    def found(self) -> QuerySet:
        """The filtered, searched, sorted queryset: what is shown, and what is exported."""
        rows = self.get_queryset()
        for f in self.filters:
            if f.name in self.chosen:
                rows = f.narrow(rows, self.chosen[f.name])
        if self.query:
            rows = rows.filter(self._matches(self.query))
        return rows.order_by(*self._order(), "pk")

    def _matches(self, text: str) -> Q:
        return Q(*((f"{name}__icontains", text) for name in self.search_fields), _connector=Q.OR)

    def _order(self) -> list[str]:
        name = self.sort.lstrip("-")
        paths = self.sortable.get(name) or ((name,) if name else ())
        sign = "-" if self.sort.startswith("-") else ""
        return [f"{sign}{path}".replace("--", "") for path in paths]

    @cached_property
    def page(self) -> Page:
        asked = self.request.GET.get("size", "")
        size = int(asked) if asked.isdigit() and int(asked) in PAGE_SIZES else PAGE_SIZES[0]
        return BoundedPaginator(self.found, size).get_page(self.request.GET.get("page"))


@dataclass(frozen=True)
class Row:
    obj: Any
    url: str
    cells: list[tuple[Column, Any]]


class ListState:
    """What the table component shows of a `ListPage`."""

    def __init__(self, view: ListPage) -> None:
        self.view, self.page, self.columns = view, view.page, view.columns
        self.sort, self.query, self.empty = view.sort, view.query, view.empty
        self.sizes, self.size = PAGE_SIZES, view.page.paginator.per_page
        user = view.request.user
        self.bulk = [b for b in view.bulk if b.visible(user)]
        self.primary = view.primary if view.primary and view.may_primary() else None
        self.narrowed = bool(view.chosen or view.query)
        self.id = view.request.resolver_match.view_name if view.request.resolver_match else "list"

    @property
    def all(self) -> str:
        """How many rows there are in words: “10000+” where they are not counted further."""
        paginator = self.page.paginator
        return f"{paginator.count}+" if paginator.is_more else str(paginator.count)

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(obj, self.view.row_url(obj), [(c, c.html(obj)) for c in self.columns]) for obj in self.page.object_list
        ]

    @cached_property
    def head(self) -> list[dict[str, Any]]:
        """Columns with the sort that a click on their head asks for."""
        return [{"column": c, **self._sorting(c)} for c in self.columns]

    def _sorting(self, column: Column) -> dict[str, str]:
        if column.name not in self.view.sortable:
            return {"next": "", "aria": ""}
        if self.sort == column.name:
            return {"next": f"-{column.name}", "aria": "ascending"}
        descending = self.sort == f"-{column.name}"
        return {"next": column.name, "aria": "descending" if descending else "none"}

    @cached_property
    def filters(self) -> list[dict[str, Any]]:
        """Filters with their options, each with the address that turns it on or off."""
        return [self._filter(f) for f in self.view.filters]

    def _filter(self, f: Filter) -> dict[str, Any]:
        values = self.view.chosen.get(f.name, [])
        options = [
            {"label": label, "on": value in values, "url": self._toggled(f.name, values, value)}
            for value, label in f.options(self.view.request.user)
        ]
        return {"filter": f, "options": options, "on": [o for o in options if o["on"]]}

    def _toggled(self, name: str, values: list[str], value: str) -> str:
        asked = self.view.request.GET.copy()
        asked.pop("page", None)
        asked.setlist(name, [v for v in values if v != value] if value in values else [*values, value])
        return f"?{asked.urlencode()}"
