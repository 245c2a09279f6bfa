from django.utils.translation import gettext_lazy as _

# Why a stock changed; the code is what a movement and its event carry.
MOVEMENTS = {
    "count": _("Counted"), "receipt": _("Received"), "issue": _("Handed out"), "transfer": _("Transfer"),
    "undo": _("Taken back"),
}  # fmt: skip
