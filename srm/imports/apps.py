from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "srm.imports"
    label = "imports"
