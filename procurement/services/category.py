"""The category tree: names, owners, policies, and the public classifications that it corresponds to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import CategoryAdded, CategoryChanged, CategoryMoved
from procurement.policies.planning import may_manage_category
from procurement.queries.classification import check_codes
from srm.authz import require
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category, CategoryCode, Scheme

Codes = Mapping[str, list[str]]  # scheme → codes; a scheme left out keeps its codes
CHANGEABLE = ("name", "names", "owner", "is_active", "small_purchase_limit")


@transaction.atomic
def add_category(
    *, code: str, name: str, by: Any, parent: Category | None = None, owner: Any = None, codes: Codes | None = None,
    small_purchase_limit: Any = None, names: Mapping[str, str] | None = None,
) -> Category:  # fmt: skip
    """Add a category under a parent, or at the root. Records CategoryAdded.

    Raises Invalid for a code in use, a parent that is not in use, and codes that a loaded classification lacks.
    """
    parent = _lock_siblings(parent)
    require(may_manage_category(by), _("Categories are kept by category managers."))
    known, errors = _read_codes(codes or {})
    errors |= _faults(name, small_purchase_limit) | _code_faults(code) | _parent_faults(parent)
    if errors:
        raise Invalid(errors)
    fields = {
        "code": code.strip(), "name": name.strip(), "names": dict(names or {}), "owner": owner,
        "small_purchase_limit": small_purchase_limit,
    }  # fmt: skip
    category = Category.objects.add_child(parent, fields) if parent else Category.objects.add_root(fields)
    _write_codes(category, known)
    record(CategoryAdded(category.code, category.name), subject=category, by=by)
    return category


@transaction.atomic
def change_category(*, category: Category, by: Any, codes: Codes | None = None, **values: Any) -> Category:
    """Change names, owner, policy, whether it is used, or its codes of the given schemes. Records CategoryChanged.

    Out of use it takes no new lines of requests, and what was sent goes on. Raises Invalid while a category under it is
    in use, and for one whose parent is not.
    """
    category = Category.objects.select_for_update(of=("self",)).get(pk=category.pk)
    require(may_manage_category(by), _("Categories are kept by category managers."))
    changed = {n: v for n, v in values.items() if n in CHANGEABLE and getattr(category, n) != v}
    known, errors = _read_codes(codes or {})
    errors |= _faults(values.get("name", category.name), values.get("small_purchase_limit"))
    if "is_active" in changed:
        errors |= _use_faults(category, is_active=changed["is_active"])
    if errors:
        raise Invalid(errors)
    for name, value in changed.items():
        setattr(category, name, value)
    if changed:
        category.save(update_fields=[*changed])
    fields = [*changed, *_write_codes(category, known)]
    if fields:
        record(CategoryChanged(category.code, fields), subject=category, by=by)
    return category


@transaction.atomic
def move_category(*, category: Category, by: Any, parent: Category | None = None) -> Category:
    """Hang a category, with all that is under it, under another parent or at the root. Records CategoryMoved.

    Locks the whole tree: a move rewrites the place of every category below. Raises Invalid under itself or its own
    descendant, and under a category that is not in use.
    """
    tree = {c.pk: c for c in Category.objects.order_by("pk").select_for_update(of=("self",))}
    require(may_manage_category(by), _("Categories are kept by category managers."))
    category, target = tree[category.pk], tree[parent.pk] if parent else None
    if target and target.path.startswith(category.path):
        raise Invalid({"parent": _("A category cannot hang under itself or what is under it.")})
    if category.is_active and (errors := _parent_faults(target)):
        raise Invalid(errors)
    was = next((c for c in tree.values() if c.path == category.path[: -Category.steplen]), None)
    if was == target:
        return category
    last_root = max((c for c in tree.values() if c.depth == 1), key=lambda c: c.path)
    Category.objects.move(category, target or last_root, "last-child" if target else "last-sibling")
    record(
        CategoryMoved(category.code, target.code if target else "", was.code if was else ""), subject=category, by=by
    )
    return category


def _lock_siblings(parent: Category | None) -> Category | None:
    """Lock what hands out the next place: the parent, or for a root the first of them."""
    rows = Category.objects.select_for_update(of=("self",))
    if parent is None:
        rows.filter(depth=1).first()
        return None
    return rows.get(pk=parent.pk)  # the tree keeps its counts in the database


def _faults(name: str, limit: Any) -> dict[str, Any]:
    errors: dict[str, Any] = {} if name.strip() else {"name": _("Give a name.")}
    if limit is not None and limit < 0:
        errors["small_purchase_limit"] = _("Must not be negative.")
    return errors


def _code_faults(code: str) -> dict[str, Any]:
    if not code.strip():
        return {"code": _("Give a code.")}
    taken = Category.objects.filter(code__iexact=code.strip()).exists()
    return {"code": _("This code is in use.")} if taken else {}


def _parent_faults(parent: Category | None) -> dict[str, Any]:
    if parent is None or parent.is_active:
        return {}
    return {"parent": _("%(category)s is not in use.") % {"category": parent}}


def _use_faults(category: Category, *, is_active: bool) -> dict[str, Any]:
    if is_active:
        parent = Category.objects.get_parent(category) if category.depth > 1 else None
        found = None if parent is None or parent.is_active else parent
        words = _("%(category)s above it is not in use.")
    else:
        under = Category.objects.filter(path__startswith=category.path, depth__gt=category.depth)
        found, words = under.active().first(), _("%(category)s under it is still in use.")
    return {"is_active": words % {"category": found}} if found else {}


def _read_codes(codes: Codes) -> tuple[Codes, dict[str, Any]]:
    """Return the codes as their classifications write them, and what is wrong by field."""
    known, errors = {}, {}
    for scheme, given in codes.items():
        if scheme not in Scheme.values:
            errors["codes"] = _("This classification is not known.")
            continue
        checked = check_codes(scheme, given)
        known[scheme] = checked.codes
        if checked.wrong:
            errors[scheme.lower()] = codes_told(scheme, checked.wrong)
    return known, errors


def codes_told(scheme: str, wrong: Mapping[str, str]) -> str:
    """Return in words which codes the classification lacks, each with the nearest that it has."""
    meant = _("%(code)s (did you mean %(near)s?)")
    each = [meant % {"code": code, "near": near} if near else code for code, near in wrong.items()]
    return _("Not a code of %(scheme)s: %(codes)s") % {"scheme": Scheme(scheme).label, "codes": ", ".join(each)}


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
