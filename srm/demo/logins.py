"""The fixed logins of the example company: one for each audience. Public, so for the demo only."""

from dataclasses import dataclass

PASSWORD = "northwind-demo"  # noqa: S105 - printed on every start of the demo


@dataclass(frozen=True)
class Login:
    """Whom to sign in as to see one side of the product."""

    audience: str
    email: str
    password: str = PASSWORD
    has_factor: bool = False  # does what binds the company: awards, opens bids, changes bank accounts


LOGINS = [
    Login("Department", "oleh.tkach@northwind.example"),
    Login("Department head", "ivan.bondar@northwind.example"),
    Login("Procurement", "marta.petrova@northwind.example", has_factor=True),
    Login("Head of procurement", "viktor.hrytsenko@northwind.example", has_factor=True),
    Login("Warehouse", "yurii.savchuk@northwind.example"),
    Login("Finance", "hanna.lis@northwind.example", has_factor=True),
    Login("Auditor", "nadia.sova@northwind.example"),
    Login("Administrator", "admin@northwind.example"),
    Login("Supplier", "olena.koval@alfametal.example", has_factor=True),
    Login("Another supplier", "jan.brandt@stahlwerk.example", has_factor=True),
]
