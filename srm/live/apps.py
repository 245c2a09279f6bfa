from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "srm.live"
    label = "live"
