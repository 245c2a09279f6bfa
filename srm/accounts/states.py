from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Which door a person has: never both."""

    STAFF = "staff", _("Staff")
    PORTAL = "portal", _("Supplier's person")


class Role(models.TextChoices):
    """What a person does in the buying organisation. A department's head and requesters follow from membership."""

    BUYER = "buyer", _("Buyer")
    CATEGORY_MANAGER = "category_manager", _("Category manager")
    PROCUREMENT_HEAD = "procurement_head", _("Head of procurement")
    COMMITTEE = "committee", _("Committee member")
    CONTRACT_MANAGER = "contract_manager", _("Contract manager")
    WAREHOUSE = "warehouse", _("Warehouse")
    FINANCE = "finance", _("Finance")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


PROCUREMENT_ROLES = (Role.BUYER, Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD, Role.CONTRACT_MANAGER)
ORGANISATION_ROLES = (*PROCUREMENT_ROLES, Role.FINANCE, Role.AUDITOR)  # see every department's needs


class Purpose(models.TextChoices):
    """For what a second factor is shown; wrong tries are counted for each by itself."""

    SIGN_IN = "sign_in", _("sign-in")
    SESSION = "session", _("confirmation in the browser")
    TOKEN = "token", _("confirmation by a program")
