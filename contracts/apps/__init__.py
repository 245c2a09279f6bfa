"""What contracts hang into the shared pages when Django starts, one module per shared part."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        from contracts.apps import frame, notices, record, waiting

        frame.register()
        notices.register()
        record.register()
        waiting.register()
