from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "srm.notifications"
    label = "notifications"
