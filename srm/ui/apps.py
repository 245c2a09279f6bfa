from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "srm.ui"
    label = "ui"

    def ready(self) -> None:
        from srm.accounts.elevation import NEEDED
        from srm.refusals import register_page
        from srm.ui.registry import navigation
        from srm.ui.views.factor import ask_for_factor

        register_page(NEEDED, ask_for_factor)

        navigation.register("", _("Home"), "home", "home", audience="buyer", order=0)
        navigation.register("", _("Home"), "home", "home", audience="department", order=0)
        navigation.register("", _("Home"), "home", "portal_home", audience="portal", order=0)
