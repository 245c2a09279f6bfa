"""docs/api-tour.md, run block by block: what it sends goes to the API, what it shows is compared with the replies."""

import re
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from openpyxl import load_workbook

from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from procurement.models import Cycle
from procurement.queries import current_cycle
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from srm.demo.organisation import PEOPLE
from srm.events.services import deliver_pending
from srm.reference.models import Item
from suppliers.models import Supplier, SupplyFact
from tenders.models import Auction, Tender
from tenders.services import settle_auctions
from tests.cycle.ground import a_small_ground
from tests.cycle.shell import Shell
from tests.cycle.steps import begin
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.factories.suppliers import MembershipFactory
from tests.factors import with_factor
from tests.scenarios.tenders import next_deadline

PAGE = Path(settings.BASE_DIR) / "docs" / "api-tour.md"
PARTS = re.compile(r"```bash\n(?P<block>.*?)```|```json\n(?P<reply>.*?)```|<!-- (?P<meanwhile>[^>]*) -->", re.DOTALL)


@pytest.fixture
def shell(db, tmp_path):
    """The people of the page in a small company, and what the page asks its reader to fill in."""
    ground = a_small_ground()
    walk = begin(ground)
    company = ground.company
    rival = PortalUserFactory(name="Olena Koval")
    MembershipFactory(supplier=ground.silent, user=rival)
    Supplier.objects.filter(pk=ground.known.pk).update(name="Stahlwerk Ruhr")
    Supplier.objects.filter(pk=ground.silent.pk).update(name="Alfa Metal LLC")
    named = {
        "oleh.tkach@northwind": company.requester, "ivan.bondar@northwind": company.head,
        "petro.hlushko@northwind": walk.substitute, "marta.petrova@northwind": company.manager,
        "viktor.hrytsenko@northwind": company.procurement_head, "bohdan.rud@northwind": walk.expert,
        "yurii.savchuk@northwind": company.warehouse, "hanna.lis@northwind": company.finance,
        "nadia.sova@northwind": UserFactory(name="Nadia Sova", roles=[Role.AUDITOR]),
        "jan.brandt@stahlwerk": ground.person, "olena.koval@alfametal": rival,
    }  # fmt: skip
    for name, person in named.items():
        User.objects.filter(pk=person.pk).update(email=f"{name}.example")
    Item.objects.filter(pk=company.item.pk).update(code="STL-S355-20")
    with_factor(company.manager)
    with_factor(company.procurement_head)
    today, cycle = organisation_today(), current_cycle()
    return Shell(
        tmp_path, STAHLWERK=ground.known.public_id, ALFA=ground.silent.public_id, TODAY=today.isoformat(),
        NEEDED_ON=(today + timedelta(days=30)).isoformat(), UNTIL=next_deadline().isoformat(),
        LATER=next_deadline(8).isoformat(), NEXT_CODE="NEXT", **_times(database_now()),
        NEXT_FROM=(cycle.ends_on + timedelta(days=1)).isoformat(),
        NEXT_TO=(cycle.ends_on + timedelta(days=90)).isoformat(),
    )  # fmt: skip


def _times(now):
    """A moment ago, so that what begins now has begun."""
    return {
        "NOW": (now - timedelta(seconds=5)).isoformat(), "IN_AN_HOUR": (now + timedelta(hours=1)).isoformat()
    }  # fmt: skip


def the_letter_arrives(shell, monkeypatch):
    the_worker_works(shell, monkeypatch)
    (letter,) = [m for m in mail.outbox if m.to == ["nina@newcomer.example"]]
    shell.variables["KEY"] = re.search(r"/portal/join/(\w+)/", letter.body)[1]


def the_deadline_passes(shell, _monkeypatch):
    now = database_now()
    Tender.objects.update(bids_until=now - timedelta(minutes=1), questions_until=now - timedelta(minutes=1))
    shell.variables |= _times(now)


def the_auction_closes(_shell, monkeypatch):
    later = Auction.objects.get().closes_at + timedelta(seconds=1)
    for place in ("ledger", "clock"):
        monkeypatch.setattr(f"tenders.services.auction.{place}.database_now", lambda: later)
    assert settle_auctions() == 1


def the_worker_works(_shell, _monkeypatch):
    while deliver_pending():
        pass


MEANWHILE = {
    "the letter arrives": the_letter_arrives,
    "the deadline passes": the_deadline_passes,
    "the auction closes": the_auction_closes,
    "the worker works": the_worker_works,
}


def test_the_page_leads_from_a_request_to_the_next_cycle(shell, monkeypatch):
    for part in PARTS.finditer(PAGE.read_text(encoding="utf-8")):
        if part["block"]:
            shell.run(part["block"])
        elif part["reply"]:
            shell.expect(part["reply"])
        else:
            MEANWHILE[part["meanwhile"]](shell, monkeypatch)

    told, files = shell.variables, shell.directory
    assert Contract.objects.get(public_id=told["CONTRACT"]).supplier.name == "Newcomer LLC"
    assert PurchaseOrder.objects.get(public_id=told["ORDER"]).status == "received"
    assert Invoice.objects.get(public_id=told["INVOICE"]).status == "paid"
    assert sum(line.rejected for receipt in GoodsReceipt.objects.all() for line in receipt.lines.all()) == 250
    assert SupplyFact.objects.filter(source="import:history").count() == 2
    assert [cycle.code for cycle in Cycle.objects.order_by("starts_on")] == ["NOW", "NEXT"]
    assert (files / "contract.pdf").read_bytes().startswith(b"%PDF")
    heads = next(load_workbook(files / "comparison.xlsx", read_only=True).active.iter_rows(values_only=True))
    assert heads == ("Line", "Quantity", "Unit", "Newcomer LLC", "Stahlwerk Ruhr")
    assert load_workbook(files / "rejected-rows.xlsx").active.max_row == 2
    assert {"README.txt", "objects.json"} < set(zipfile.ZipFile(files / "dossier.zip").namelist())


def test_a_line_that_is_no_command_of_the_page_is_an_error(tmp_path):
    with pytest.raises(AssertionError, match="not understood"):
        Shell(tmp_path).run("rm -r var")


@pytest.mark.parametrize(("shown", "wrong"), [
    ('{"total": "5.00"}', True), ('{"lines": [{"n": 1}]}', True), ('{"lines": [{"n": 3}, "…"]}', True),
    ('{"kept": 1}', True), ('{"total": "…"}', False), ('{"total": "4.00", "lines": [{"n": 1}, "…"]}', False),
])  # fmt: skip
def test_a_reply_of_the_page_that_is_not_so_is_an_error(tmp_path, shown, wrong):
    shell = Shell(tmp_path)
    shell.reply = {"total": "4.00", "lines": [{"n": 2}, {"n": 1}]}

    if wrong:
        with pytest.raises(AssertionError):
            shell.expect(shown)
    else:
        shell.expect(shown)


def test_the_page_is_a_script_that_bash_reads():
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    script = "\n".join(part["block"] for part in PARTS.finditer(PAGE.read_text(encoding="utf-8")) if part["block"])

    done = subprocess.run([bash, "-n"], input=script, text=True, capture_output=True, check=False)  # noqa: S603

    assert (done.returncode, done.stderr) == (0, "")


def test_the_staff_of_the_page_work_in_the_example_company():
    emails = re.findall(r"srm token (\S+@northwind\.example)", PAGE.read_text(encoding="utf-8"))

    assert len(emails) == 9
    assert set(emails) <= {person.address for person in PEOPLE}
