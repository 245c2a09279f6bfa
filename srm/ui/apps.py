from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "srm.ui"
    label = "ui"

    def ready(self) -> None:
        from srm.ui.registry import navigation

        navigation.register("", _("Home"), "home", "home", audience="buyer", order=0)
        navigation.register("", _("Home"), "home", "home", audience="department", order=0)
        navigation.register("", _("Home"), "home", "portal_home", audience="portal", order=0)
