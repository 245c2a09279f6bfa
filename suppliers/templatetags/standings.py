"""Suppliers of a category, for pages that know only the category."""

from typing import Any

from django import template
from django.template import Context

from suppliers.queries.standing import Standing, standings_of_category
from suppliers.queries.standing import class_of as read_class
from suppliers.states import Question

register = template.Library()


@register.simple_tag(takes_context=True)
def suppliers_in(context: Context, category: Any) -> list[Standing]:
    """{% suppliers_in category as standings %}: each supplier's standing, as this reader may see it."""
    return standings_of_category(category, context["request"].user)


@register.simple_tag
def class_of(thing: Any) -> Any:
    """{% class_of category as letters %}: its ABC and XYZ, or None."""
    return read_class(thing)


@register.simple_tag
def answers_of(declaration: Any) -> list[tuple[Any, int | None]]:
    """{% answers_of declaration as answers %}: each question with the answer, None where there is none."""
    return [(question.label, declaration.answers.get(question.value)) for question in Question]


@register.filter
def unwanted(standings: list[Standing]) -> list[Standing]:
    """{{ standings|unwanted }}: those who see a nuisance in us where we depend on them, red flags first."""
    return sorted((s for s in standings if s.flag), key=lambda s: s.flag != "red")
