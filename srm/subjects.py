"""What files, comments, notices and events hang on, and who may see it: each app registers its nouns in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404

Allows = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class SubjectKind:
    """One noun: who sees it, who adds to it (files, comments), who reads its files, and where its page is."""

    model: type[models.Model]
    sees: Allows
    adds: Allows
    reads_files: Allows
    url: Callable[[Any], str] | None
    portal_url: Callable[[Any], str] | None
    several_suppliers: bool


_KINDS: dict[str, SubjectKind] = {}


def register_subject(
    model: type[models.Model],
    *,
    sees: Allows,
    adds: Allows | None = None,
    reads_files: Allows | None = None,
    url: Callable[[Any], str] | None = None,
    portal_url: Callable[[Any], str] | None = None,
    several_suppliers: bool = False,
) -> None:
    """Register a noun. `adds` and `reads_files` are `sees` unless told (a sealed bid is seen before its files are).

    `several_suppliers`: rivals see it (a tender). Then a supplier's person finds there only what our people shared and
    what he added himself.
    """
    kind = SubjectKind(model, sees, adds or sees, reads_files or sees, url, portal_url, several_suppliers)
    _KINDS[model._meta.label_lower] = kind


def kind_of(subject: models.Model | str) -> SubjectKind | None:
    """Return the registration of an object or of its `app.model` name; None when nobody registered it."""
    return _KINDS.get(subject if isinstance(subject, str) else subject._meta.label_lower)


def may_see_subject(user: Any, subject: models.Model | None) -> bool:
    """Tell whether the person may see the object; what is not registered is seen by nobody."""
    return _ask("sees", user, subject)


def may_add_to_subject(user: Any, subject: models.Model | None) -> bool:
    """Tell whether the person may add files and comments to the object."""
    return _ask("adds", user, subject)


def may_read_files_of(user: Any, subject: models.Model | None) -> bool:
    """Tell whether the person may read the object's files."""
    return _ask("reads_files", user, subject)


def seen_by_rivals() -> list[str]:
    """Return the nouns (`tenders.tender`) that several suppliers see."""
    return [name for name, kind in _KINDS.items() if kind.several_suppliers]


def hide_rivals(user: Any, author: str) -> models.Q:
    """Return the condition on rows with `subject_type` that hides from a supplier's person what rivals added.

    `author` is the path to who added the row.
    """
    by_another = models.Q(**{f"{author}__kind": "portal"}) & ~models.Q(**{author: user})
    return ~(models.Q(subject_type__in=seen_by_rivals()) & by_another)


def find_subject(subject_type: str, subject_id: int) -> models.Model | None:
    """Return the object that `app.model` and id name, or None. Says nothing about who may see it."""
    if subject_type not in _KINDS:
        return None
    return _KINDS[subject_type].model._default_manager.filter(pk=subject_id).first()


def subject_or_404(user: Any, subject_type: str, public_id: str) -> models.Model:
    """Return a registered object by its public id if the person may see it; else Http404, as for a missing one."""
    kind = _KINDS.get(subject_type)
    subject = kind and kind.model._default_manager.filter(public_id=public_id).first()
    if not subject or not may_see_subject(user, subject):
        raise Http404
    return subject


def subject_url(subject: models.Model, user: Any) -> str:
    """Return the page of the object for this reader (the portal's for a supplier's person), or an empty string."""
    kind = kind_of(subject)
    make = kind and (kind.portal_url if getattr(user, "is_portal", False) else kind.url)
    return make(subject) if make else ""


def model_named(subject_type: str) -> type[models.Model] | None:
    """Return the model class of `app.model`, registered or not; None when the code has gone since."""
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def _ask(question: str, user: Any, subject: models.Model | None) -> bool:
    kind = kind_of(subject) if subject is not None else None
    return bool(kind and getattr(user, "is_active", False) and getattr(kind, question)(user, subject))
