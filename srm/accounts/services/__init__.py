from srm.accounts.services.delegation import give_delegation, revoke_delegation
from srm.accounts.services.factor import enrol_factor, remove_factor, renew_recovery_codes, show_factor
from srm.accounts.services.profile import change_profile
from srm.accounts.services.session import end_sessions
from srm.accounts.services.token import elevate_token, find_token, issue_token, revoke_token

__all__ = [
    "change_profile",
    "elevate_token",
    "end_sessions",
    "enrol_factor",
    "find_token",
    "give_delegation",
    "issue_token",
    "remove_factor",
    "renew_recovery_codes",
    "revoke_delegation",
    "revoke_token",
    "show_factor",
]
