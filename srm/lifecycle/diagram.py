"""The status tables as a page that people read: `make lifecycles` writes docs/lifecycles.md from it."""

from collections.abc import Iterator

from srm.lifecycle.tables import REGISTRY, Lifecycle, Move

HEAD = """# Lifecycles

Made from the status tables of the code by `make lifecycles`; a test compares. One table gives the guarded move in the
database, the buttons on the page, the `actions` of the API and the diagram below. A move that the present status does
not have is refused with `wrong_state`, and nothing is changed. An arrow's name is the verb of the table; most services
and endpoints carry the same name.
"""


def text() -> str:
    """Return the whole page: every registered noun, by app and name."""
    return HEAD + "".join(f"\n{part}" for part in _parts())


def _parts() -> Iterator[str]:
    for noun in sorted(REGISTRY):
        yield f"## {noun}\n\n{_path(REGISTRY[noun])}```mermaid\n{diagram(REGISTRY[noun])}```\n"


def diagram(table: Lifecycle) -> str:
    """Return one table as a Mermaid state diagram: from the first status on, every move an arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {_start(table)}"]
    for move in table.moves:
        lines += [f"    {source} --> {move.target}: {move.verb}" for source in _sources(table, move)]
    lines += [f"    {status} --> [*]" for status in table.statuses.values if _is_end(table, status)]
    return "\n".join(lines) + "\n"


def _path(table: Lifecycle) -> str:
    return f"The usual way: {' → '.join(table.path)}.\n\n" if table.path else ""


def _start(table: Lifecycle) -> str:
    return table.path[0] if table.path else str(table.statuses.values[0])


def _sources(table: Lifecycle, move: Move) -> list[str]:
    return [str(status) for status in table.statuses.values if status in move.sources]


def _is_end(table: Lifecycle, status: str) -> bool:
    return not any(status in move.sources for move in table.moves)
