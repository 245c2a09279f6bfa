"""What suppliers hang into the shared pages when Django starts, one module per shared part."""

from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "suppliers"

    def ready(self) -> None:
        from srm.api.portal import register_supplier_of
        from srm.imports.registry import register_import
        from suppliers.apps import frame, notices, record
        from suppliers.forms.history import HISTORY
        from suppliers.forms.segment import SEGMENTS
        from suppliers.queries import supplier_of

        register_supplier_of(supplier_of)
        register_import(HISTORY)
        register_import(SEGMENTS)
        frame.register()
        notices.register()
        record.register()
