from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    name = "srm.lifecycle"
    label = "lifecycle"
