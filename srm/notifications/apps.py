from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "srm.notifications"
    label = "notifications"

    def ready(self) -> None:
        from srm.notifications.queries import unread_count
        from srm.ui.registry import bell

        bell.register("notifications:inbox", count=unread_count, portal_url_name="notifications:portal-inbox")
