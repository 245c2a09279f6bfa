"""The category tree: names, owners, and the public classifications that it corresponds to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CategoryAdded, CategoryChanged
from procurement.policies.planning import may_manage_category
from procurement.rules.classification import misformed
from srm.authz import require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category, CategoryCode, Scheme

Codes = Mapping[str, list[str]]  # scheme → codes; a scheme left out keeps its codes


@transaction.atomic
def add_category(
    *, code: str, name: str, by: Any, parent: Category | None = None, owner: Any = None, codes: Codes | None = None
) -> Category:
    """Add a category under a parent, or at the root. Records CategoryAdded. Raises Invalid for a code in use."""
    require(may_manage_category(by), _("Categories are kept by category managers."))
    errors = _faults(name, codes or {})
    if not code.strip():
        errors["code"] = _("Give a code.")
    elif Category.objects.filter(code__iexact=code.strip()).exists():
        errors["code"] = _("This code is in use.")
    if errors:
        raise Invalid(errors)
    fields = {"code": code.strip(), "name": name.strip(), "owner": owner}
    if parent:
        parent = Category.objects.get(pk=parent.pk)  # the tree keeps its counts in the database
    category = Category.objects.add_child(parent, fields) if parent else Category.objects.add_root(fields)
    _write_codes(category, codes or {})
    record(CategoryAdded(category.code, category.name), subject=category, by=by)
    return category


@transaction.atomic
def change_category(*, category: Category, by: Any, codes: Codes | None = None, **values: Any) -> Category:
    """Change name, owner, whether it is used, or its codes of the given schemes. Records CategoryChanged."""
    category = Category.objects.select_for_update(of=("self",)).get(pk=category.pk)
    require(may_manage_category(by), _("Categories are kept by category managers."))
    changed = {n: v for n, v in values.items() if n in ("name", "owner", "is_active") and getattr(category, n) != v}
    if errors := _faults(values.get("name", category.name), codes or {}):
        raise Invalid(errors)
    for name, value in changed.items():
        setattr(category, name, value)
    if changed:
        category.save(update_fields=[*changed])
    fields = [*changed, *_write_codes(category, codes or {})]
    if fields:
        record(CategoryChanged(category.code, fields), subject=category, by=by)
    return category


def _faults(name: str, codes: Codes) -> dict[str, Any]:
    errors: dict[str, Any] = {} if name.strip() else {"name": _("Give a name.")}
    for scheme, given in codes.items():
        if scheme not in Scheme.values:
            errors["codes"] = _("This classification is not known.")
        elif wrong := misformed(scheme, given):
            words = {"scheme": Scheme(scheme).label, "codes": ", ".join(wrong)}
            errors[scheme.lower()] = _("Not a code of %(scheme)s: %(codes)s") % words
    return errors


def _write_codes(category: Category, codes: Codes) -> list[str]:
    """Replace the codes of the schemes given; returns the schemes that changed."""
    changed = []
    for scheme, given in codes.items():
        kept = CategoryCode.objects.filter(category=category, scheme=scheme)
        if set(kept.values_list("code", flat=True)) != set(given):
            kept.delete()
            CategoryCode.objects.bulk_create(
                CategoryCode(category=category, scheme=scheme, code=code) for code in dict.fromkeys(given)
            )
            changed.append(scheme)
    return changed
