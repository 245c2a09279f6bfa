from django.urls import path

from srm.ui.views.factor import confirm, factor, factor_codes, factor_enrol, factor_remove
from srm.ui.views.home import home, portal_home
from srm.ui.views.preferences import set_language, set_theme
from srm.ui.views.profile import (
    delegation_new,
    delegation_revoke,
    profile,
    profile_edit,
    sessions_end,
    token_new,
    token_revoke,
)
from srm.ui.views.search import search_page
from srm.ui.views.styleguide import styleguide

urlpatterns = [
    path("", home, name="home"),
    path("portal/", portal_home, name="portal_home"),
    path("search/", search_page, name="search"),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("profile/", profile, name="profile"),
    path("profile/edit/", profile_edit, name="profile_edit"),
    path("profile/tokens/new/", token_new, name="token_new"),
    path("profile/tokens/<slug:public_id>/revoke/", token_revoke, name="token_revoke"),
    path("profile/delegations/new/", delegation_new, name="delegation_new"),
    path("profile/delegations/<slug:public_id>/revoke/", delegation_revoke, name="delegation_revoke"),
    path("profile/confirm/", confirm, name="confirm"),
    path("profile/factor/", factor, name="factor"),
    path("profile/factor/new/", factor_enrol, name="factor_enrol"),
    path("profile/factor/codes/", factor_codes, name="factor_codes"),
    path("profile/factor/remove/", factor_remove, name="factor_remove"),
    path("profile/sessions/end/", sessions_end, name="sessions_end"),
    path("styleguide/", styleguide, name="styleguide"),
]
