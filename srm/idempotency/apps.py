from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "srm.idempotency"
    label = "idempotency"
