from srm.notifications.models.notice import Notice
from srm.notifications.models.preference import Preference

__all__ = ["Notice", "Preference"]
