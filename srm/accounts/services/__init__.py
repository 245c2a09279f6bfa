from srm.accounts.services.delegation import give_delegation, revoke_delegation
from srm.accounts.services.profile import change_profile
from srm.accounts.services.token import elevate_token, find_token, issue_token, revoke_token

__all__ = [
    "change_profile",
    "elevate_token",
    "find_token",
    "give_delegation",
    "issue_token",
    "revoke_delegation",
    "revoke_token",
]
