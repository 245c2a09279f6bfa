from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "srm.documents"
    label = "documents"
