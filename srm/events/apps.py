from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule


class EventsConfig(AppConfig):
    name = "srm.events"
    label = "events"

    def ready(self) -> None:
        import_module("srm.celery")  # who records wakes the workers, so the task application must be ours
        for config in apps.get_app_configs():
            if config.module and module_has_submodule(config.module, "handlers"):
                import_module(f"{config.name}.handlers")
