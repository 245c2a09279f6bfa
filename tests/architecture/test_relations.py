"""Foreign keys point down the house; import-linter cannot see relations that are written as text."""

from django.apps import apps
from django.db import models

OPEN_ENDED = {
    "documents.GeneratedDocument.kind": "each app registers its own kinds of paper",
    "notifications.Notice.kind": "each app registers its own kinds of notice",
    "notifications.Preference.kind": "each app registers its own kinds of notice",
    "imports.ColumnMapping.kind": "each app registers its own kinds of import",
    "imports.ImportRun.kind": "each app registers its own kinds of import",
    "suppliers.SupplierSegment.quadrant": "a word of procurement, one floor up",
    "suppliers.SegmentRecord.quadrant": "a word of procurement, one floor up",
    "tenders.AuctionEvent.kind": "the words of the auction format, read by its rules",
}
ORDER = ("srm", "suppliers", "procurement", "tenders", "contracts", "analytics")


def own_models():
    return [m for m in apps.get_models(include_auto_created=False) if m.__module__.split(".")[0] in ORDER]


def floor(model):
    top = model.__module__.split(".")[0]
    return ORDER.index(top) if top in ORDER else 0


def test_relations_point_down():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if floor(field.related_model) > floor(model)
    ]

    assert upward == []


def test_every_model_says_what_it_is_and_who_it_is():
    dumb = [
        model._meta.label
        for model in own_models()
        if not model._meta.abstract
        if (model.__doc__ or "").startswith(f"{model.__name__}(") or model.__str__ is models.Model.__str__
    ]

    assert dumb == [], "A model has one sentence of domain as docstring and a __str__."


def test_no_float_is_stored():
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if isinstance(field, models.FloatField)
    ]

    assert floats == []


def test_statuses_and_kinds_have_choices():
    open_ended = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if isinstance(field, models.CharField) and field.name in {"status", "kind", "stage", "role", "quadrant"}
        if not field.choices and str(field) not in OPEN_ENDED
    ]

    assert open_ended == []


def test_amounts_have_the_precision_of_the_house():
    odd = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if isinstance(field, models.DecimalField)
        if field.name in {"amount", "net", "gross", "tax"} or field.name.endswith("_amount")
        if (field.max_digits, field.decimal_places) != (18, 2)
    ]

    assert odd == []
