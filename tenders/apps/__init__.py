"""What tenders hang into the shared pages when Django starts, one module per shared part."""

from django.apps import AppConfig


class TendersConfig(AppConfig):
    name = "tenders"

    def ready(self) -> None:
        from tenders.apps import auction, frame, notices, record, scorers

        auction.register()
        frame.register()
        notices.register()
        record.register()
        scorers.register()
