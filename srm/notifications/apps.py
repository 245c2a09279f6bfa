from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "srm.notifications"
    label = "notifications"

    def ready(self) -> None:
        from srm.notifications.queries import unread
        from srm.ui.registry import bell

        bell.register("notifications:inbox", count=unread, portal_url_name="notifications:portal-inbox")
