from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "srm.audit"
    label = "audit"
