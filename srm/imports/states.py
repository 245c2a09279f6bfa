from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns matched")
    CHECKING = "checking", _("Being checked")
    PREVIEWED = "previewed", _("Checked")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")


OPEN = (ImportStatus.UPLOADED, ImportStatus.MAPPED, ImportStatus.PREVIEWED)
RUNNING = (ImportStatus.CHECKING, ImportStatus.APPLYING)
DONE = (ImportStatus.APPLIED, ImportStatus.FAILED, ImportStatus.CANCELLED, ImportStatus.UNDONE)

S = ImportStatus
IMPORT = Lifecycle(
    noun="imports.run",
    statuses=ImportStatus,
    moves=moves(
        ("match_columns", (S.UPLOADED, S.MAPPED, S.PREVIEWED), S.MAPPED, _("Match columns")),
        ("check", (S.MAPPED, S.PREVIEWED), S.CHECKING, _("Check the rows")),
        ("preview", S.CHECKING, S.PREVIEWED, ""),
        ("confirm", S.PREVIEWED, S.APPLYING, _("Import")),
        ("finish", S.APPLYING, S.APPLIED, ""),
        ("fail", RUNNING, S.FAILED, ""),
        ("undo", S.APPLIED, S.UNDONE, _("Undo the import")),
        ("cancel", (*OPEN, *RUNNING), S.CANCELLED, pgettext_lazy("verb", "Cancel")),
    ),
    tones={S.CHECKING: "waiting", S.APPLYING: "waiting", S.APPLIED: "good", S.FAILED: "late"},
    path=(S.UPLOADED, S.MAPPED, S.PREVIEWED, S.APPLYING, S.APPLIED),
)
