"""Many published inputs at once: items on the same axes share their draws, so the answers are those of each alone."""

from collections.abc import Iterable
from typing import Any

from procurement.rules.kraljic.compute import compute


def compute_together(inputs: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the answer for each item by its id; an empty input has none. Ids must differ over all inputs."""
    groups: dict[str, dict[str, Any]] = {}
    for one in filter(None, inputs):
        shared = {name: part for name, part in one.items() if name != "items"}
        groups.setdefault(repr(shared), {**shared, "items": []})["items"].extend(one["items"])
    return {row["id"]: row for group in groups.values() for row in compute(group)["items"]}
