"""{% load matrix %}: the bubbles of the matrix. Written here and not in a template: 300 of them take 5 ms, not 500."""

from collections.abc import Callable, Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from procurement.queries.matrix import Mark

register = template.Library()
DASHES = 'stroke-width="1.3" stroke-dasharray="4 3"'


@register.simple_tag
def matrix_marks(marks: Sequence[Mark], *, alone: bool = False, may_target: bool = False) -> SafeString:
    """{% matrix_marks picture.marks alone=alone may_target=may_target %}: halos, targets, bubbles, moves, in layers.

    `alone`: for a file or paper, without links; `may_target`: bubbles tell where their target is set.
    """
    parts = [*_layer(marks, _halo), *_layer(marks, _target)]
    parts += [_dot(m) if alone else _linked(m, may_target=may_target) for m in marks]
    return mark_safe("".join([*parts, *_layer(marks, _move)]))  # noqa: S308 - every text is escaped below


def _layer(marks: Sequence[Mark], draw: Callable[[Mark], str]) -> list[str]:
    return [text for m in marks if (text := draw(m))]


def _halo(m: Mark) -> str:
    if m.halo is None:
        return ""
    tone = m.bubble.tone
    return (
        f'<ellipse class="mx-halo q-{m.bubble.quadrant}" cx="{m.x}" cy="{m.y}" rx="{m.halo[0]}" ry="{m.halo[1]}" '
        f'fill="{tone}" fill-opacity="0.12" stroke="{tone}" {DASHES}/>'
    )


def _target(m: Mark) -> str:
    if m.target is None:
        return ""
    (x, y), tone = m.target, m.bubble.tone
    return (
        f'<g class="mx-target q-{m.bubble.quadrant}"><line x1="{m.x}" y1="{m.y}" x2="{x}" y2="{y}" stroke="{tone}" '
        f'stroke-width="1.2" stroke-dasharray="1 4" stroke-linecap="round"/>'
        f'<circle cx="{x}" cy="{y}" r="{m.radius}" fill="none" stroke="{tone}" stroke-width="1.8"/></g>'
    )


def _linked(m: Mark, *, may_target: bool) -> str:
    says, sets = escape(m.bubble.says), m.bubble.set_url if may_target else ""
    target = f' data-target="{escape(sets)}"' if sets else ""
    return (
        f'<a class="mx-b q-{m.bubble.quadrant}" href="{escape(m.bubble.url)}"{target}>'
        f"<title>{says}</title>{_dot(m)}</a>"
    )


def _dot(m: Mark) -> str:
    circle = (
        f'<circle class="mx-dot q-{m.bubble.quadrant}" cx="{m.x}" cy="{m.y}" r="{m.radius}" fill="{m.bubble.tone}" '
        'fill-opacity="0.72" stroke="#ffffff" stroke-width="1.5"/>'
    )
    if m.word is None:
        return circle
    weight = ' font-weight="600"' if m.bubble.first else ""
    return (
        f'{circle}<text class="mx-w" x="{m.word.x}" y="{m.word.y}" text-anchor="{m.word.anchor}" fill="#1d2733"'
        f"{weight}>{escape(m.bubble.label)}</text>"
    )


def _move(m: Mark) -> str:
    if m.start is None:
        return ""
    (x, y), tone, line = m.start, m.bubble.tone, ""
    if m.neck:
        line = (
            f'<line x1="{x}" y1="{y}" x2="{m.neck[0]}" y2="{m.neck[1]}" stroke="{tone}" stroke-width="1.6"/>'
            f'<polygon points="{m.head}" fill="{tone}"/>'
        )
    return (
        f'<g class="mx-move q-{m.bubble.quadrant}">{line}<circle class="mx-from" cx="{x}" cy="{y}" r="3.2" '
        f'fill="#ffffff" stroke="{tone}" stroke-width="1.6"/></g>'
    )
