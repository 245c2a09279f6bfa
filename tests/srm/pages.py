"""A small app of pages as colleagues write them, for the tests of what they are built of."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from srm.errors import Invalid, NotPermitted, Refused
from srm.reference.models import Item
from srm.ui.views import Bulk, Column, Empty, Filter, ListPage, act, handle


class ItemList(ListPage):
    title = "Items"
    search_fields = ("code", "name")
    default_sort = "code"
    columns = (
        Column("code", "Code", "id", sort="code"),
        Column("name", "Name", sub="category.name", sort="name"),
        Column("category", "Category", hidden=True),
        Column("is_active", "Active", "yes"),
    )
    filters = (Filter("active", "State", [("1", "Active"), ("0", "Off")], lookup="is_active"),)
    bulk = (Bulk("Close", "home"),)
    empty = Empty("No items yet", "Add what you buy.", "Add", "home")

    def get_queryset(self):
        return Item.objects.select_related("category")

    def row_url(self, row):
        return f"/items/{row.public_id}/"


class RenameForm(forms.Form):
    name = forms.CharField(label="Name")


class LineForm(forms.Form):
    quantity = forms.DecimalField(label="Quantity")


Lines = forms.formset_factory(LineForm, extra=0)


def rename_item(*, name):
    if name == "taken":
        raise Invalid({"name": "This name is taken."})
    if name == "line":
        raise Invalid({"lines.1.quantity": "Too much."})
    if name == "late":
        raise Refused("The year is closed.")
    if name == "mine":
        raise NotPermitted("Only the owner renames it.")
    Item.objects.update(name=name)
    return "/"


@login_required
def rename(request):
    lines = Lines(request.POST or None, prefix="lines")
    return handle(
        request, RenameForm(request.POST or None), lambda data: rename_item(**data),
        template="components/pages/form.html", context={"title": "Rename", "lines": lines}, formsets=[lines],
        done="Renamed.",
    )  # fmt: skip


@require_POST
@login_required
def button(request):
    return act(request, lambda: rename_item(name=request.POST["name"]), to="home", done="Renamed.")


def broken(request):
    raise Refused("Nothing caught this.")


urlpatterns = [
    path("items/", ItemList.as_view(), name="items"),
    path("rename/", rename, name="rename"),
    path("button/", button, name="button"),
    path("broken/", broken, name="broken"),
    path("plain/", lambda request: HttpResponse("")),
    path("", include("srm.urls")),
]
