from django.urls import path

from srm.ui.views.home import home, portal_home
from srm.ui.views.preferences import set_language, set_theme
from srm.ui.views.search import search_page
from srm.ui.views.styleguide import styleguide

urlpatterns = [
    path("", home, name="home"),
    path("portal/", portal_home, name="portal_home"),
    path("search/", search_page, name="search"),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("styleguide/", styleguide, name="styleguide"),
]
