"""What procurement hangs into the shared pages when Django starts, one module per part of the stage."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self) -> None:
        from procurement.apps import needs, segments

        needs.register()
        segments.register()
