"""Who buys what: the buyers, the categories they know and how much they have."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from procurement import services
from procurement.forms.bundle import CompetenceForm
from procurement.models import Competence
from procurement.policies.planning import may_see_portfolio, may_set_competence
from procurement.queries.competence import loads
from srm.authz import require
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, ListPage, act, handle


class CompetenceList(ListPage):
    title = gettext_lazy("Who buys what")
    kind = gettext_lazy("Bundles")
    template_name = "procurement/competence/list.html"
    search_fields = ("person__name", "category__name", "category__code")
    default_sort = "category"
    primary = (gettext_lazy("Add"), "procurement:competence-create")
    columns = (
        Column("category", gettext_lazy("Category"), "strong", "category", sub="category.code", sort="category__path"),
        Column("person", gettext_lazy("Buyer"), "person", sort="person__name"),
        Column("level", gettext_lazy("How well, 1–5"), "number", sort="level"),
        Column("capacity", gettext_lazy("Most open lines"), "number", sort="capacity"),
    )
    empty = Empty(
        gettext_lazy("Nobody is named"), gettext_lazy("New lines go to the owner of their category."), icon="users"
    )  # fmt: skip

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        require(may_see_portfolio(request.user), _("Bundles are made by procurement."))
        return super().dispatch(request, *args, **kwargs)

    def may_primary(self) -> bool:
        return may_set_competence(self.request.user)

    def get_queryset(self) -> QuerySet:
        return Competence.objects.select_related("category", "person")

    def get_context(self) -> dict[str, object]:
        load = loads()
        rows = [{"row": c, "load": load.get(c.person_id, 0)} for c in self.page.object_list]
        return {"rows": rows, "may_set": may_set_competence(self.request.user)}


competence_list = staff_page(CompetenceList.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def competence_create(request: HttpRequest) -> HttpResponse:
    """Name a buyer for a category; the same two again change the level."""
    require(may_set_competence(request.user), _("The head of procurement says who buys what."))
    back = reverse("procurement:competence-list")
    return handle(
        request, CompetenceForm(request.POST or None), lambda data: services.set_competence(by=request.user, **data),
        template="components/pages/form.html", to=back, done=_("Saved."),
        context={"title": _("Who buys what"), "back": back, "back_label": _("Who buys what")},
    )  # fmt: skip


@require_POST
@staff_page
def competence_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """He gets no more lines of it."""
    competence = get_object_or_404(Competence, public_id=public_id)
    return act(
        request, lambda: services.end_competence(competence=competence, by=request.user),
        to="procurement:competence-list", done=_("Ended."),
    )  # fmt: skip
