"""Parts of a page that have a template of their own in templates/components/."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from srm.accounts.demo import demo_code, has_demo_factor
from srm.idempotency.middleware import FIELD
from srm.idempotency.services import new_key
from srm.ui import markup
from srm.ui.forms import FormLike
from srm.ui.registry import panels as panel_registry
from srm.ui.tags.library import register


@dataclass(frozen=True)
class Step:
    """One step of a stepper: state is done, now or to come (empty); `detail` a date or a word."""

    label: Any
    state: str = ""
    detail: Any = ""


def steps_of(obj: models.Model, noun: str = "") -> list[Step]:
    """Return the steps of an object's happy path; a status off the path stands after what is known as done."""
    table = markup.lifecycle_of(obj, noun)
    if table is None or not table.path:
        return []
    status = getattr(obj, table.status_field)
    at = table.path.index(status) if status in table.path else -1
    last = len(table.path) - 1
    return [
        Step(table.statuses(s).label, "done" if i < at or (i == at == last) else "now" if i == at else "")
        for i, s in enumerate(table.path)
    ]


@register.inclusion_tag("components/stepper.html")
def stepper(obj: Any = None, steps: Sequence[Step] | None = None, noun: str = "") -> dict[str, Any]:
    """{% stepper requisition %} or {% stepper steps=steps %} (a list of Step)."""
    return {"steps": steps if steps is not None else steps_of(obj, noun)}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[Any]) -> dict[str, Any]:
    """{% timeline entries %}: entries with `at`, `text`, and where known `by`, `detail`, `icon`, `tone`, `url`."""
    return {"entries": entries}


@register.inclusion_tag("components/actions.html", takes_context=True)
def action_buttons(context: Context, actions: Sequence[Any], limit: int = 2) -> dict[str, Any]:
    """{% action_buttons actions %}: the primary one and `limit` more as buttons, the rest in a menu."""
    primary = [a for a in actions if a.primary][:1]
    others = [a for a in actions if a not in primary]
    return {
        "shown": [*others[:limit], *primary], "menu": others[limit:],
        "request": context.get("request"), "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: FormLike) -> dict[str, Any]:
    """{% error_summary form lines %}: every error on top of the page, linked to its field."""
    return {"faults": [fault for part in parts if part not in (None, "") for fault in _faults(part)]}  # type: ignore[comparison-overlap]


def _faults(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, (list, tuple)):
        return [fault for p in part for fault in _faults(p)]
    if hasattr(part, "forms") and hasattr(part, "non_form_errors"):
        own = [{"id": "", "text": text} for text in part.non_form_errors()] if part.is_bound else []
        return own + [f for n, row in enumerate(part.forms, 1) for f in _row_faults(row, n)]
    return [
        {"id": _field_id(part, name), "text": text, "label": _label(part, name, text)}
        for name, texts in part.errors.items()
        for text in texts
    ]


def _label(form: Any, name: str, text: str) -> str:
    """Return the field's label where the text is one of Django's own, which name no field."""
    own = form.fields[name].error_messages.values() if name in form.fields else ()
    return str(form[name].label) if text in map(str, own) else ""


def _row_faults(row: Any, number: int) -> list[dict[str, Any]]:
    return [{**fault, "row": number} for fault in _faults(row)]


def _field_id(form: Any, name: str) -> str:
    return form[name].id_for_label or form[name].auto_id if name in form.fields else ""


@register.simple_tag
def once() -> SafeString:
    """{% once %} beside {% csrf_token %}: this form does its work once, however often it is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.inclusion_tag("components/demo_hint.html")
def demo_hint(person: Any) -> dict[str, Any]:
    """{% demo_hint user %}: in the demo, the code that this login may enter now; nothing anywhere else."""
    return {"is_shown": has_demo_factor(person), "code": demo_code(person), "email": person.email}


@register.simple_tag(takes_context=True)
def panels(context: Context, obj: models.Model, slot: str = "main") -> SafeString:
    """{% panels supplier %} {% panels supplier "side" %}: what other apps have to say of this object."""
    request = context["request"]
    shown = [
        render_to_string(panel.template, {**more, "object": obj}, request=request)
        for panel, more in panel_registry.of(obj, request.user, slot)
    ]
    return mark_safe("".join(shown))  # noqa: S308 - rendered templates


@register.inclusion_tag("components/lines.html")
def lines_table(formset: Any, paste: str = "", add: Any = "", total: Any = None) -> dict[str, Any]:
    """{% lines_table lines add=_("Add line") %}: a formset as a sheet; `paste` names the columns for Excel rows."""
    return {"formset": formset, "paste": paste, "add": add, "total": total}


@register.inclusion_tag("components/files.html")
def file_list(files: Sequence[Any]) -> dict[str, Any]:
    """{% file_list files %}: each with `name`, `url`, `size` (bytes), and where known `at`, `by`, `note`."""
    return {"files": files}


@register.inclusion_tag("components/empty.html")
def empty(title: Any, text: Any = "", action: Any = "", url: str = "", icon: str = "inbox") -> dict[str, Any]:
    """{% empty title=… text=… action=… url=… %}: why it is empty, and one act."""
    return {"title": title, "text": text, "action": action, "url": url, "icon": icon}


@register.inclusion_tag("components/live.html", takes_context=True)
def live(context: Context, topic: str, target: str, url: str = "") -> dict[str, Any]:
    """{% live "tender:abc" "#lots" url %}: when the topic changes, reload `#lots` from `url` (default: this page)."""
    return {"topic": topic, "url": url or context["request"].get_full_path(), "target": target}
