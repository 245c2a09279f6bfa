from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "suppliers"

    def ready(self) -> None:
        from srm.api.portal import register_supplier_of
        from srm.imports.registry import register_import
        from suppliers.forms.history import HISTORY
        from suppliers.queries import supplier_of

        register_supplier_of(supplier_of)
        register_import(HISTORY)
