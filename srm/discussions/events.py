from dataclasses import dataclass


@dataclass(frozen=True)
class CommentPosted:
    """Recorded on the object that was commented."""

    comment: str
    audience: str
    mentioned: list[str]


@dataclass(frozen=True)
class CommentWithdrawn:
    comment: str
    audience: str


@dataclass(frozen=True)
class TodoAdded:
    todo: str
    text: str
    assignee: str
    due_on: str | None
    audience: str


@dataclass(frozen=True)
class TodoDone:
    todo: str
    text: str
    audience: str


@dataclass(frozen=True)
class TodoReopened:
    todo: str
    text: str
    audience: str
