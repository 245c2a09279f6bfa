from dataclasses import dataclass


@dataclass(frozen=True)
class FileAttached:
    """Recorded on the object that got the file."""

    attachment: str
    name: str
    size: int
    sha256: str
    audience: str


@dataclass(frozen=True)
class FileRemoved:
    attachment: str
    name: str
    sha256: str


@dataclass(frozen=True)
class DocumentRequested:
    """Recorded on the object the document is about; a worker renders it."""

    document: str
    kind: str
    language: str


@dataclass(frozen=True)
class DocumentRendered:
    document: str
    kind: str
    language: str
    sha256: str


@dataclass(frozen=True)
class DocumentFailed:
    document: str
    kind: str
    reason: str
