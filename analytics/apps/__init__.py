"""What analytics hangs into the shared pages when Django starts, one module per shared part."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        from analytics.apps import frame, home, notices, record

        frame.register()
        home.register()
        notices.register()
        record.register()
