from django.apps import AppConfig


class SuppliersConfig(AppConfig):
    name = "suppliers"

    def ready(self) -> None:
        from srm.ui.doors import register_supplier_of
        from suppliers.queries import supplier_of

        register_supplier_of(supplier_of)
