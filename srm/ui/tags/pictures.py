"""Charts and tracks: figures as pictures, always with the same figures as a table."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.crypto import get_random_string

from srm.ui.markup import QUADRANTS
from srm.ui.registry import Loop
from srm.ui.tags.library import register

CHARTS = ("bar", "line", "waterfall", "likert", "matrix")
LINE_STEPS = ("asked", "approved", "bundled", "tendered", "contracted", "ordered", "received")
LINE_STAGES = ("needs", "needs", "needs", "segments", "tactics", "learn", "learn")


@register.inclusion_tag("components/chart.html")
def chart(
    kind: str, data: Any, title: Any = "", subtitle: Any = "", height: str = "md", table: Any = None
) -> dict[str, Any]:
    """{% chart "bar" data title=_("…finding…") %}: kinds bar, line, waterfall, likert, matrix.

    `data` is plain JSON; the “table” switch shows the same figures; `height` is sm, md or lg.
    """
    if kind not in CHARTS:
        raise ValueError(f"no chart {kind!r}")
    if kind == "matrix":
        data = {"words": {name: str(word) for name, (word, _x, _y) in QUADRANTS.items()}, **data}
    return {
        "kind": kind, "data": data, "title": title, "subtitle": subtitle, "height": height,
        "table": table or chart_table(kind, data), "id": f"chart-{get_random_string(8).lower()}",
    }  # fmt: skip


def chart_table(kind: str, data: Any) -> dict[str, list]:
    """Return the figures of a chart's data as head and rows."""
    if kind == "matrix":
        rows = [[p["label"], p["x"], p["y"]] for p in data["points"]]
        return {"head": ["", data.get("x_label", "x"), data.get("y_label", "y")], "rows": rows}
    if kind == "waterfall":
        return {"head": ["", data.get("unit", "")], "rows": [[s["label"], s["value"]] for s in data["steps"]]}
    if kind == "likert":
        return {"head": ["", *data["scale"]], "rows": [[q["label"], *q["counts"]] for q in data["questions"]]}
    series = data["series"]
    rows = [[label, *(s["values"][i] for s in series)] for i, label in enumerate(data["labels"])]
    return {"head": ["", *(s["label"] for s in series)], "rows": rows}


@register.inclusion_tag("components/loop.html")
def loop(data: Loop) -> dict[str, Any]:
    """{% loop data %}: the closed four-colour track; `data` is a `srm.ui.registry.Loop`."""
    return {"loop": data}


@dataclass(frozen=True)
class TrackStep:
    """One of the seven steps of a requisition line: state is done, now, skipped or empty (to come)."""

    state: str = ""
    label: Any = ""
    icon: str = ""
    tone: str = ""


@register.inclusion_tag("components/line_track.html")
def line_track(steps: Sequence[TrackStep], label: Any = "") -> dict[str, Any]:
    """{% line_track steps %}: seven `TrackStep`s in stage colours; a skipped one is dotted."""
    points = []
    for number, (step, stage) in enumerate(zip(steps, LINE_STAGES, strict=True)):
        after = steps[number + 1].state if number + 1 < len(steps) else ""
        passed = step.state in ("done", "skipped") and after in ("done", "now", "skipped")
        dotted = "skipped" in (step.state, after)
        line = "dotted" if passed and dotted else "done" if passed else ""
        points.append({"step": step, "stage": stage, "line": line, "next": LINE_STAGES[min(number + 1, 6)]})
    return {"points": points, "label": label}


@register.inclusion_tag("components/budget_bar.html")
def budget_bar(
    total: Any,
    spent: Any = 0,
    ordered: Any = 0,
    approved: Any = 0,
    requested: Any = 0,
    this: Any = 0,
    currency: str = "",
    word: str = "",
) -> dict[str, Any]:
    """{% budget_bar total spent ordered approved requested this currency [word] %}: each part apart.

    `word` says what `this` is, where it is not a request.
    """
    parts = [("spent", spent), ("ordered", ordered), ("approved", approved), ("requested", requested), ("this", this)]
    amounts = [(key, Decimal(value or 0)) for key, value in parts]
    used = sum(amount for _key, amount in amounts)
    scale = max(Decimal(total or 0), used) or Decimal(1)
    ends = list(itertools.accumulate(amount for _key, amount in amounts))
    bars = [
        {
            "key": key,
            "amount": amount,
            "x": f"{(end - amount) / scale * 100:.3f}",
            "width": f"{amount / scale * 100:.3f}",
        }
        for (key, amount), end in zip(amounts, ends, strict=True)
    ]
    left = Decimal(total or 0) - used
    return {"bars": bars, "total": total, "left": left, "over": left < 0, "currency": currency, "word": word}


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole * 100:.3f}"
