from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "srm.discussions"
    label = "discussions"
