from dataclasses import dataclass


@dataclass(frozen=True)
class DelegationGiven:
    principal: str
    substitute: str
    starts_at: str
    ends_at: str
    reason: str


@dataclass(frozen=True)
class DelegationRevoked:
    principal: str
    substitute: str


@dataclass(frozen=True)
class TokenIssued:
    name: str


@dataclass(frozen=True)
class TokenRevoked:
    name: str


@dataclass(frozen=True)
class ProfileChanged:
    fields: list[str]


@dataclass(frozen=True)
class FactorEnrolled:
    """A person has set up an authenticator app."""


@dataclass(frozen=True)
class FactorRemoved:
    """The authenticator app and the recovery codes no longer count; `reason` when an administrator did it."""

    reason: str = ""


@dataclass(frozen=True)
class RecoveryCodesMade:
    """New recovery codes were shown; the earlier ones no longer count."""


@dataclass(frozen=True)
class FactorShown:
    """A right code, at sign-in or to be let do something that commits; `token` names the key of a program."""

    purpose: str
    means: str
    token: str = ""


@dataclass(frozen=True)
class FactorRefused:
    """A wrong or used code."""

    purpose: str
    token: str = ""


@dataclass(frozen=True)
class SessionsEnded:
    """All browsers in which the person was signed in are signed out."""
