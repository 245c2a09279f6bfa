from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "srm.reference"
    label = "reference"
