"""The tree of categories: what there is, adding, changing and moving; and the codes of public classifications."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from procurement.forms.category import CategoryForm, NewCategoryForm
from procurement.models import Position
from procurement.policies.planning import may_manage_category, may_see_portfolio
from procurement.queries.category_policy import SmallLimits, use_of
from procurement.queries.classification import find_codes, loaded_schemes
from procurement.services import add_category, change_category, move_category
from procurement.views.category import category_or_404, category_url
from srm.errors import NotPermitted
from srm.reference.models import Category, CategoryCode, Scheme
from srm.ui import formats, markup
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, handle

MOST = 8
SHOWN_CODES = 2
NOTHING = format_html('<span class="muted">{}</span>', formats.NOTHING)
FORM = "procurement/category/edit.html"


def _name(category: Category) -> SafeString:
    css = f"tree tree-{min(category.depth, 5)}{' branch' if category.numchild else ''}"
    return format_html('<span class="{}">{}<span class="cell-sub">{}</span></span>', css, category, category.code)


def _quadrant(category: Any) -> SafeString:
    """Where it stands; a branch is a sum, which decides nothing and has no place."""
    return NOTHING if category.numchild and not category.quadrant else markup.quadrant(category.quadrant)


def _codes(category: Category) -> SafeString:
    """The first codes with their labels, and how many more there are."""
    codes = list(category.codes.all())
    shown = format_html_join(
        "", '<span class="tree-code"><span class="id">{}</span> {}</span>',
        ((c.code, c.title or c.get_scheme_display()) for c in codes[:SHOWN_CODES]),
    )  # fmt: skip
    more = f"+ {len(codes) - SHOWN_CODES}" if len(codes) > SHOWN_CODES else ""
    return format_html('{}<span class="muted">{}</span>', shown, more) if codes else NOTHING


def _in_branches(rows: QuerySet, paths: list[str]) -> QuerySet:
    return rows.filter(Q(*(("path__startswith", path) for path in paths), _connector=Q.OR))


def _branches(_user: Any) -> list[tuple[str, str]]:
    return [(c.path, str(c)) for c in Category.objects.filter(depth=1, numchild__gt=0)]


def _coded(rows: QuerySet, values: list[str]) -> QuerySet:
    with_codes = CategoryCode.objects.values("category")
    fits = {"1": Q(pk__in=with_codes), "0": ~Q(pk__in=with_codes)}
    return rows.filter(Q(*(fits[v] for v in values), _connector=Q.OR))


class CategoryList(ListPage):
    """The tree in its order, parents before what is under them."""

    title = _("Categories")
    template_name = "procurement/category/list.html"
    search_fields = ("name", "code")
    default_sort = "name"
    columns = (
        Column("name", _("Category"), "html", _name, sort="path"),
        Column("owner", _("Owner"), "person", sort="owner__name"),
        Column("quadrant", _("Quadrant"), "html", _quadrant, sort="quadrant"),
        Column("codes", _("Codes"), "html", _codes),
        Column("limit", _("Small purchases up to"), "money", "small_purchase_limit", places=0,
               currency=settings.ORGANISATION_CURRENCY, sort="small_purchase_limit"),
        Column("is_active", _("In use"), "yes", sort="is_active"),
    )  # fmt: skip
    filters = (
        Filter("state", _("In use"), [("True", _("In use")), ("False", _("Out of use"))], lookup="is_active"),
        Filter("branch", _("Branch"), _branches, apply=_in_branches),
        Filter("coded", _("Codes"), [("1", _("With codes")), ("0", _("Without codes"))], apply=_coded),
    )
    primary = (_("New category"), "procurement:category-create")
    empty = Empty(
        _("No categories yet"), _("A category is a kind of thing that you buy; strategies and owners hang on it."),
        icon="sitemap",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        if not may_see_portfolio(self.request.user):
            raise Http404
        now = Position.objects.current().filter(category=OuterRef("pk")).values("quadrant")[:1]
        codes = Prefetch("codes", CategoryCode.objects.labelled())
        return Category.objects.select_related("owner").prefetch_related(codes).annotate(quadrant=Subquery(now))

    def _matches(self, text: str) -> Q:
        codes = CategoryCode.objects.filter(code__startswith=text).values("category")
        own = Q(**{f"names__{get_language() or 'en'}__icontains": text})
        return super()._matches(text) | own | Q(pk__in=codes)

    def row_url(self, row: Any) -> str:
        return category_url(row)

    def may_primary(self) -> bool:
        return may_manage_category(self.request.user)

    def get_context(self) -> dict[str, Any]:
        return {"schemes": loaded_schemes(), "may_manage": self.may_primary(), "general": SmallLimits().general}


@staff_page
def category_create(request: HttpRequest) -> HttpResponse:
    """A new category, under the one that the address names."""
    _manage(request)
    form = NewCategoryForm(request.POST or None, initial={"parent": request.GET.get("under", "")})
    return handle(
        request, form,
        lambda data: add_category(parent=data["parent"], by=request.user, **form.values()), template=FORM,
        to=category_url, done=_("Added."),
        context={"title": _("New category"), "back": reverse("procurement:category-list"),
                 "back_label": _("Categories"), "submit": _("Add category")},
    )  # fmt: skip


@staff_page
def category_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, place in the tree, owner, policy, codes, and whether it is in use."""
    category = category_or_404(request, public_id)
    _manage(request)
    form = CategoryForm(request.POST or None, category=category)
    to = category_url(category)

    @transaction.atomic
    def verb(data: dict[str, Any]) -> None:
        move_category(category=category, parent=data["parent"], by=request.user)
        change_category(category=category, by=request.user, **form.values())

    return handle(
        request, form, verb, template=FORM, to=to, done=_("Saved."),
        context={"title": _("Edit category"), "kind": category.code, "back": to, "back_label": str(category),
                 "category": category, "use": use_of(category), "codes": category.codes.labelled(),
                 "currency": settings.ORGANISATION_CURRENCY},
    )  # fmt: skip


@require_safe
@staff_page
def classification_options(request: HttpRequest, scheme: str) -> HttpResponse:
    """The codes of a classification that fit what is typed, as options of the field's list."""
    if not may_see_portfolio(request.user) or scheme not in Scheme.values:
        raise Http404
    text = request.GET.get("q", "").strip()[:100]
    found = list(find_codes(scheme, text)[: MOST + 1]) if text else []
    context = {"options": found[:MOST], "more": len(found) > MOST}
    return render(request, "procurement/category/code_options.html", context)


def _manage(request: HttpRequest) -> None:
    if not may_see_portfolio(request.user):
        raise Http404
    if not may_manage_category(request.user):
        raise NotPermitted(str(_("Categories are kept by category managers.")))
