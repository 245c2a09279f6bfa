"""What people usually choose: the cost centre and place used last, and the category that such words had before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from procurement.models import Budget, RequisitionLine
from procurement.rules.wording import likeness, words_of
from srm.reference.models import Category, CostCentre, Item, Place

PAST_LINES, ITEMS = 400, 400
OWN, ITEM, NAME = 3, 2, 2  # how much a past choice, an item of the catalogue, a category's own name count


@dataclass(frozen=True)
class UsualHead:
    """Where a person's requests go to."""

    cost_centre: CostCentre
    place: Place


@dataclass(frozen=True)
class Accounts:
    """Words that the budgets a person sees are kept by, to choose from."""

    articles: tuple[str, ...]
    projects: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A category for words, and what it rests on: `past`, `item` or `name`."""

    category: Category
    because: str


def usual_head(user: Any) -> UsualHead | None:
    """Return the cost centre and place of the person's last request, else the first of his department and company."""
    last = user.requisitions.select_related("cost_centre__legal_entity", "place").order_by("-created_at").first()
    if last and last.cost_centre.is_active and last.place.is_active:
        return UsualHead(last.cost_centre, last.place)
    entity = user.department.legal_entity_id
    centres = CostCentre.objects.filter(is_active=True, legal_entity=entity).select_related("legal_entity")
    own = centres.filter(department=user.department).order_by("code").first()
    centre, place = own or centres.order_by("code").first(), _first_place(entity)
    return UsualHead(centre, place) if centre and place else None


def known_accounts(user: Any) -> Accounts:
    """Return the articles and projects of the budgets that a person sees, in order; one query."""
    rows = set(Budget.objects.visible_to(user).order_by().values_list("article", "project").distinct())
    articles, projects = ({words[index] for words in rows} - {""} for index in (0, 1))
    return Accounts(tuple(sorted(articles)), tuple(sorted(projects)))


def suggest_category(text: str, user: Any) -> Suggestion | None:
    """Return the leaf category that fits words best: by past lines, the person's department first, items and names.

    None when nothing has a word in common. Four queries.
    """
    words = words_of(text)
    if not words:
        return None
    leaves = {c.pk: c for c in Category.objects.filter(is_active=True, numchild=0)}
    past = _past_lines(words, getattr(user, "department_id", None))
    items = Item.objects.filter(_any_word("name", words), is_active=True).values_list("name", "category")[:ITEMS]
    names = [(name, pk) for pk, c in leaves.items() for name in (c.name, *c.names.values())]
    scores, because = dict[int, float](), dict[int, str]()
    for weight, why, rows in ((OWN, "past", past), (ITEM, "item", items), (NAME, "name", names)):
        for known, category in rows:
            score = weight * likeness(words, words_of(known))
            if category in leaves and score > scores.get(category, 0):
                scores[category], because[category] = score, why
    best = max(scores, key=lambda pk: (scores[pk], -pk), default=None)
    return Suggestion(leaves[best], because[best]) if best else None


def _past_lines(words: frozenset[str], department: int | None) -> list[tuple[str, int]]:
    rows = RequisitionLine.objects.filter(_any_word("description", words))
    own = rows.filter(requisition__department=department) if department else rows.none()
    found = list(own.order_by("-pk").values_list("description", "category")[:PAST_LINES])
    return found or list(rows.order_by("-pk").values_list("description", "category")[:PAST_LINES])


def _any_word(field: str, words: Iterable[str]) -> Q:
    pattern = "|".join(re.escape(word) for word in sorted(words))
    return Q((f"{field}__iregex", pattern))


def _first_place(entity: int) -> Place | None:
    return Place.objects.filter(is_active=True, legal_entity=entity).order_by("code").first()
