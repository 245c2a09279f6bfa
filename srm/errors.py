"""What a service may answer instead of doing its work. Each is shown at its field, by page and by API alike."""

from collections.abc import Mapping


class SRMError(Exception):
    """Base of all refusals; nothing was changed when one is raised. `code` is stable, `message` is for people."""

    code = "error"
    status = 400

    def __init__(self, message: str = "", *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code:
            self.code = code


class Refused(SRMError):
    """A rule of the house says no (budget exceeded, too late, not enough bidders): 409."""

    code = "refused"
    status = 409


class WrongState(Refused):
    """The lifecycle has no such move from the present status: 409."""

    code = "wrong_state"


class TooManyTries(Refused):
    """Somebody is guessing: 429, with the seconds after which he may try again."""

    code = "too_many_tries"
    status = 429

    def __init__(self, message: str = "", *, wait: float, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.wait = wait


class NotPermitted(SRMError):
    """Known to you, but not yours to do: 403. What you may not even see is 404 (the queryset decides)."""

    code = "not_permitted"
    status = 403


class Invalid(SRMError):
    """The input is wrong: 422, each message at its field path (`lines.2.quantity`)."""

    code = "invalid"
    status = 422

    def __init__(self, errors: Mapping[str, str | list[str]], message: str = "") -> None:
        self.errors = {path: [m] if isinstance(m, str) else list(m) for path, m in errors.items()}
        first_path, first = next(iter(self.errors.items()), (None, [""]))
        super().__init__(message or first[0], field=first_path)
