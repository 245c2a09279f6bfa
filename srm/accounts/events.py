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
