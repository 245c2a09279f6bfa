from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "srm.imports"
    label = "imports"

    def ready(self) -> None:
        from srm.imports.registry import import_kinds
        from srm.ui.registry import navigation

        visible = lambda user: not user.is_portal and bool(import_kinds(user))  # noqa: E731 - one line, used once
        navigation.register("more", _("Imports"), "table-import", "imports:list", visible=visible, order=80)
