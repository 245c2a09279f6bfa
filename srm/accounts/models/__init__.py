from srm.accounts.models.delegation import Delegation
from srm.accounts.models.department import Department, LegalEntity
from srm.accounts.models.role import RoleAssignment
from srm.accounts.models.token import ApiToken
from srm.accounts.models.user import User

__all__ = ["ApiToken", "Delegation", "Department", "LegalEntity", "RoleAssignment", "User"]
