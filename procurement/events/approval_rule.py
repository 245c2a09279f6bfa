"""What happens to the rules of approval."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ApprovalRuleCreated:
    name: str


@dataclass(frozen=True)
class ApprovalRuleChanged:
    name: str
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ApprovalRuleDeactivated:
    name: str
    reason: str
