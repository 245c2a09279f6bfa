"""How the events of the shared parts read."""

from django.utils.translation import gettext_lazy as _

from srm.accounts import events as accounts
from srm.audit.texts import register_text
from srm.documents import events as documents
from srm.imports import events as imports


def register_shared_texts() -> None:
    """Word the events of accounts, documents and imports."""
    register_text(accounts.DelegationGiven, _("%(substitute)s stands in for %(principal)s"))
    register_text(accounts.DelegationRevoked, _("%(substitute)s no longer stands in for %(principal)s"))
    register_text(accounts.TokenIssued, _("API token “%(name)s” made"))
    register_text(accounts.FactorEnrolled, _("Second factor set up"), tone="good")
    register_text(accounts.FactorRemoved, _("Second factor turned off %(reason)s"), tone="waiting")
    register_text(accounts.RecoveryCodesMade, _("New recovery codes made"))
    register_text(accounts.FactorShown, _("Second factor shown"), tone="good")
    register_text(accounts.FactorRefused, _("Wrong code of the second factor"), tone="late")
    register_text(accounts.SessionsEnded, _("Signed out everywhere"))
    register_text(accounts.TokenRevoked, _("API token “%(name)s” revoked"))
    register_text(documents.FileAttached, _("File added: %(name)s"))
    register_text(documents.FileRemoved, _("File removed: %(name)s"))
    register_text(documents.DocumentRequested, _("Document asked for"))
    register_text(documents.DocumentRendered, _("Document made"), tone="good")
    register_text(documents.DocumentFailed, _("Document could not be made: %(reason)s"), tone="late")
    register_text(imports.ImportUploaded, _("Spreadsheet uploaded: %(name)s"))
    register_text(imports.ImportConfirmed, _("Import confirmed: %(rows)s rows"), tone="waiting")
    register_text(imports.ImportUndone, _("Undone"), tone="waiting")
    register_text(imports.CellsFixed, _("Cells put right: %(cells)s"))
    register_text(imports.ImportApplied, _("Imported: %(rows)s rows, %(rejected)s rejected"), tone="good")
    register_text(imports.ImportFailed, _("Import failed: %(reason)s"), tone="late")
    register_text(imports.ImportCancelled, _("Import cancelled"))
