"""The people of the tests, each known by what he does. Two departments of one company, and two suppliers."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.test.client import ClientHandler

from srm.accounts.models import Department, User
from srm.accounts.states import Role
from tests.factories.accounts import DepartmentFactory, LegalEntityFactory, PortalUserFactory, UserFactory
from tests.factors import elevate

BY_ROLE = {
    "buyer": ("Bob Buyer", Role.BUYER),
    "category_manager": ("Carol Category", Role.CATEGORY_MANAGER),
    "procurement_head": ("Peter Procurement", Role.PROCUREMENT_HEAD),
    "committee": ("Colin Committee", Role.COMMITTEE),
    "contract_manager": ("Connie Contract", Role.CONTRACT_MANAGER),
    "warehouse": ("Wendy Warehouse", Role.WAREHOUSE),
    "finance": ("Fiona Finance", Role.FINANCE),
    "auditor": ("Audrey Auditor", Role.AUDITOR),
    "admin": ("Adam Admin", Role.ADMIN),
}
_HANDLERS: dict[bool, ClientHandler] = {}
MEMBERS = (
    "requester", "head", "other_head", *BY_ROLE, "former", "supplier", "rival", "anonymous",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """`cast.requester` … `cast.rival` are users; `cast.department` is theirs; `cast.company` the supplier's company."""

    people: dict[str, User]
    department: Department
    other_department: Department
    company: Any
    rival_company: Any

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, member: str, *, elevated: bool = False, **options: Any) -> Client:
        """Return a browser in which this member is signed in (`anonymous`: nobody); `elevated`: his factor is shown."""
        client = Client(raise_request_exception=False, **options)
        # One loaded chain of middlewares serves all: loading it for each client costs more than the request.
        client.handler = _HANDLERS.setdefault(client.handler.enforce_csrf_checks, client.handler)
        if member != "anonymous":
            client.force_login(self.people[member], backend="django.contrib.auth.backends.ModelBackend")
            if elevated:
                elevate(client, self.people[member])
        return client


def make_cast() -> Cast:
    """Enter everybody: Alice asks, Henry heads her department, Otto heads another one, Fred has left."""
    entity = LegalEntityFactory()
    department, other = (DepartmentFactory(legal_entity=entity) for _ in range(2))
    people = {
        "requester": UserFactory(name="Alice Requester", department=department),
        "head": UserFactory(name="Henry Head", department=department, approval_limit=10_000),
        "other_head": UserFactory(name="Otto Other", department=other, approval_limit=10_000),
        "former": UserFactory(name="Fred Former", department=department, is_active=False),
        "supplier": PortalUserFactory(name="Sam Supplier"),
        "rival": PortalUserFactory(name="Rita Rival"),
        **{who: UserFactory(name=name, roles=[role], department=other) for who, (name, role) in BY_ROLE.items()},
    }
    for place, who in ((department, "head"), (other, "other_head")):
        place.head = people[who]
        place.save(update_fields=["head"])
    companies = [_company(people[who]) for who in ("supplier", "rival")]
    return Cast(people, department, other, *companies)


def _company(user: User) -> Any:
    from suppliers.models import Membership, Supplier
    from suppliers.states import MembershipRole, SupplierStatus

    supplier = Supplier.objects.create(
        number=f"SU-{user.public_id[:8]}", name=f"{user.name} GmbH", status=SupplierStatus.ACTIVE
    )
    Membership.objects.create(user=user, supplier=supplier, role=MembershipRole.ADMIN)
    return supplier
