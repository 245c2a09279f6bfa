from dataclasses import dataclass


@dataclass(frozen=True)
class ImportUploaded:
    kind: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class ImportCheckQueued:
    """A long sheet: a worker checks its rows."""

    run: str


@dataclass(frozen=True)
class ImportConfirmed:
    kind: str
    rows: int
    rejected: int


@dataclass(frozen=True)
class ImportQueued:
    """A long import: a worker carries it out."""

    run: str


@dataclass(frozen=True)
class ImportApplied:
    kind: str
    rows: int
    rejected: int
    result: dict


@dataclass(frozen=True)
class ImportUndone:
    kind: str


@dataclass(frozen=True)
class CellsFixed:
    """Somebody typed other values for cells; the file stays as it came."""

    cells: dict


@dataclass(frozen=True)
class ImportFailed:
    kind: str
    reason: str


@dataclass(frozen=True)
class ImportCancelled:
    kind: str
