from srm.notifications.services.email import send_due_emails, send_email
from srm.notifications.services.notice import mark_all_read, mark_read, notify
from srm.notifications.services.preference import set_preference

__all__ = ["mark_all_read", "mark_read", "notify", "send_due_emails", "send_email", "set_preference"]
