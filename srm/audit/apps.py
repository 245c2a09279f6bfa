from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "srm.audit"
    label = "audit"

    def ready(self) -> None:
        from srm.audit.policies import may_read_log
        from srm.audit.wordings import register_shared_texts
        from srm.ui.registry import navigation

        register_shared_texts()
        navigation.register("more", _("Event log"), "list-search", "audit:log", visible=may_read_log, order=90)
