from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "tenders"

    def ready(self) -> None:
        from srm.documents.registry import DocumentKind, register_document

        register_document(
            DocumentKind(
                key="tenders.letter",
                label=_("Letter on the award"),
                template="documents/tenders/letter.html",
                context=lambda letter: {"facts": letter.body},
                file_name=lambda letter: f"{letter.lot.tender.number}-{letter.lot.number}.pdf",
            )
        )
