from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns matched")
    PREVIEWED = "previewed", _("Checked")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (ImportStatus.UPLOADED, ImportStatus.MAPPED, ImportStatus.PREVIEWED)
DONE = (ImportStatus.APPLIED, ImportStatus.FAILED, ImportStatus.CANCELLED)

S = ImportStatus
IMPORT = Lifecycle(
    noun="imports.import",
    statuses=ImportStatus,
    moves=moves(
        ("match_columns", (S.UPLOADED, S.MAPPED, S.PREVIEWED), S.MAPPED, _("Match columns")),
        ("preview", (S.MAPPED, S.PREVIEWED), S.PREVIEWED, _("Check the rows")),
        ("confirm", S.PREVIEWED, S.APPLYING, _("Import")),
        ("finish", S.APPLYING, S.APPLIED, ""),
        ("fail", S.APPLYING, S.FAILED, ""),
        ("cancel", (*OPEN, S.APPLYING), S.CANCELLED, _("Cancel")),
    ),
    tones={S.APPLYING: "waiting", S.APPLIED: "good", S.FAILED: "late"},
    path=(S.UPLOADED, S.MAPPED, S.PREVIEWED, S.APPLYING, S.APPLIED),
)
