"""docs/api-tour.md, run block by block: `get` and `post` of its shell go to the API; `srm token` and `srm code` too."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from contracts.models import Contract, Invoice, PurchaseOrder
from srm.accounts.models import User
from srm.accounts.services import issue_token
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from srm.events.services import deliver_pending
from tenders.models import Auction, Tender
from tenders.services import settle_auctions
from tests.api_client import Program
from tests.cycle.ground import a_small_ground
from tests.cycle.steps import begin, place_on_the_matrix
from tests.factories.accounts import PortalUserFactory
from tests.factories.suppliers import MembershipFactory
from tests.factors import code_of, with_factor
from tests.scenarios.tenders import next_deadline

pytestmark = pytest.mark.django_db
PAGE = Path(settings.BASE_DIR) / "docs" / "api-tour.md"
PARTS = re.compile(r"```bash\n(?P<block>.*?)```|<!-- (?P<meanwhile>[^>]*) -->", re.DOTALL)
COMMAND = re.compile(
    r"^(?:(?P<name>\w+)=\$\()?(?:srm (?P<made>token|code) (?P<email>\S+?)"
    r"|(?P<verb>get|post) \$(?P<who>\w+) (?P<path>\S+))"
    r"(?P<heredoc> <<JSON)?(?: \| jq -r (?P<jq>[^\s)]+))?(?P<end>\)?)$"
)


class Shell:
    """As much of bash, curl and jq as the page uses; anything else is an error of the page."""

    def __init__(self, **variables):
        self.variables = variables

    def run(self, block):
        lines = iter(block.splitlines())
        for line in lines:
            if not line.strip() or re.match(r"^(get|post)\(\)", line):
                continue
            command = COMMAND.match(line)
            assert command, f"not understood: {line}"
            body = self._body(lines) if command["heredoc"] else ""
            if command["heredoc"] and command["name"]:
                assert next(lines) == ")"
            value = self._value(command, body)
            if command["name"]:
                self.variables[command["name"]] = value

    def _body(self, lines):
        return "\n".join(iter(lambda: next(lines), "JSON"))

    def _value(self, command, body):
        if command["email"]:
            user = User.objects.get(email=command["email"])
            return code_of(user) if command["made"] == "code" else issue_token(user=user, by=user)[1]
        client = Program()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.variables[command['who']]}")
        path = f"/api/v1/{self._filled(command['path'])}"
        given = json.loads(self._filled(body)) if body else None
        reply = client.get(path) if command["verb"] == "get" else client.post(path, given)
        assert reply.status_code < 300, (path, given, reply.content.decode())
        return _picked(reply.json(), command["jq"]) if command["jq"] else None

    def _filled(self, text):
        return re.sub(r"\$(\w+)", lambda match: str(self.variables[match[1]]), text)


def _picked(value, path):
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        value = value[key] if key else value[int(index)]
    assert value is not None, path
    return value


@pytest.fixture
def shell():
    """The people of the page in a small company, and what the page asks its reader to fill in."""
    ground = a_small_ground()
    walk = begin(ground)
    place_on_the_matrix(walk)
    company = ground.company
    rival = PortalUserFactory(name="Olena Koval", email="olena.koval@alfametal.example")
    MembershipFactory(supplier=ground.silent, user=rival)
    named = {
        "oleh.tkach": company.requester, "ivan.bondar": company.head, "marta.petrova": company.manager,
        "viktor.hrytsenko": company.procurement_head, "bohdan.rud": walk.expert, "yurii.savchuk": company.warehouse,
        "hanna.lis": company.finance,
    }  # fmt: skip
    for name, person in named.items():
        User.objects.filter(pk=person.pk).update(email=f"{name}@northwind.example")
    User.objects.filter(pk=ground.person.pk).update(email="jan.brandt@stahlwerk.example")
    with_factor(company.manager)
    with_factor(company.procurement_head)
    assert walk.expert.has_role(Role.COMMITTEE)
    today, now = organisation_today(), database_now()
    return Shell(
        STAHLWERK=ground.known.public_id, ALFA=ground.silent.public_id, TODAY=today.isoformat(),
        NEEDED_ON=(today + timedelta(days=30)).isoformat(), UNTIL=next_deadline().isoformat(),
        NOW=(now + timedelta(seconds=-20)).isoformat(), IN_AN_HOUR=(now + timedelta(hours=1)).isoformat(),
    )  # fmt: skip


def the_deadline_passes(_monkeypatch):
    past = database_now() - timedelta(minutes=1)
    Tender.objects.update(bids_until=past, questions_until=past)


def the_auction_closes(monkeypatch):
    later = Auction.objects.get().closes_at + timedelta(seconds=1)
    for place in ("ledger", "clock"):
        monkeypatch.setattr(f"tenders.services.auction.{place}.database_now", lambda: later)
    assert settle_auctions() == 1


def the_worker_works(_monkeypatch):
    deliver_pending()


MEANWHILE = {
    "the deadline passes": the_deadline_passes,
    "the auction closes": the_auction_closes,
    "the worker works": the_worker_works,
}


def test_the_page_leads_from_a_request_to_a_paid_invoice(shell, monkeypatch):
    for part in PARTS.finditer(PAGE.read_text(encoding="utf-8")):
        if part["block"]:
            shell.run(part["block"])
        else:
            MEANWHILE[part["meanwhile"]](monkeypatch)

    told = shell.variables
    assert (told["QUADRANT"], told["BEST"], told["STAGE"]) == ("leverage", "4500.00", "received")
    assert Contract.objects.get(public_id=told["CONTRACT"]).ceiling == 4500
    assert PurchaseOrder.objects.get(public_id=told["ORDER"]).status == "received"
    invoice = Invoice.objects.get(public_id=told["INVOICE"])
    assert (invoice.status, invoice.gross, invoice.payable) == ("paid", 5400, 4500)


def test_a_line_that_is_no_command_of_the_page_is_an_error():
    with pytest.raises(AssertionError, match="not understood"):
        Shell().run("rm -r var")
