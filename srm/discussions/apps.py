from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    name = "srm.discussions"
    label = "discussions"

    def ready(self) -> None:
        from srm.audit.texts import register_text
        from srm.discussions import events, waiting
        from srm.notifications.kinds import NoticeKind, register_kind

        waiting.register()
        register_kind(
            NoticeKind(
                key="discussions.mentioned", label=_("I am named in a comment"),
                title=_("%(who)s named you in a comment on %(what)s"), body="%(text)s", action=_("Read it"),
            )
        )  # fmt: skip
        register_kind(
            NoticeKind(
                key="discussions.todo_given", label=_("I am given something to do"),
                title=_("%(who)s asks you to do something about %(what)s"), body="%(text)s", action=_("Look at it"),
            )
        )  # fmt: skip
        register_text(events.CommentPosted, _("Comment written"))
        register_text(events.CommentWithdrawn, _("Comment withdrawn"))
        register_text(events.TodoAdded, _("To do: %(text)s"), tone="waiting")
        register_text(events.TodoDone, _("Done: %(text)s"), tone="good")
        register_text(events.TodoReopened, _("To do again: %(text)s"), tone="waiting")
