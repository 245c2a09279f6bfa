"""Rows of the shared pages: home, search, one's own profile."""

from tests.matrix.srm import a_delegation, a_token
from tests.matrix.table import ADMIN, EVERYONE, SIGNED_IN, STAFF, creates, lists, verbs

ROWS = [
    *lists(SIGNED_IN, "home", "portal_home", "search", "profile", "profile_edit", "token_new"),
    *lists(SIGNED_IN, "confirm", "factor", "factor_enrol"),
    *creates(SIGNED_IN, "confirm", "factor_enrol", "sessions_end", data={}),
    *creates(SIGNED_IN, "factor_codes", "factor_remove", data={}, elevated=True),
    *lists(STAFF, "delegation_new"),
    *lists(ADMIN, "styleguide"),
    *creates(EVERYONE, "set_language", data={"language": "uk"}),
    *creates(EVERYONE, "set_theme", data={"theme": "dark"}),
    *verbs({"requester"}, {"requester"}, a_token, "token_revoke"),
    *verbs({"head"}, {"head"}, a_delegation, "delegation_revoke"),
]
