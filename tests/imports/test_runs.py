import io

import openpyxl
import pytest

from srm.accounts.models import LegalEntity
from srm.authz import SYSTEM
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.models import Event
from srm.events.services import deliver_pending, history
from srm.imports import registry, services
from srm.imports.models import ColumnMapping, ImportRun
from srm.imports.states import ImportStatus
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.imports.conftest import HEADS, a_kind, csv_upload, xlsx_upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kind")]
GOOD = ("Kettle works", "K1", "1000.50", "2006-06-02", "DE")
BAD = ("Pan works", "P1", "much", "Pre-PQ Process", "XX")


def checked(upload, by):
    run = services.upload_import(kind="companies", upload=upload, by=by)
    run = services.match_columns(run=run, mapping=run.mapping, by=by)
    return services.preview_import(run=run, by=by)


def test_good_rows_are_stored_only_when_confirmed(buyer):
    run = checked(csv_upload(GOOD), buyer)
    before = LegalEntity.objects.count()

    run = services.confirm_import(run=run, by=buyer)

    assert before == 0
    assert (run.status, run.rows_good, run.result) == (ImportStatus.APPLIED, 1, {"created": 1})
    assert LegalEntity.objects.get().code == "K1"
    assert [e.name for e in history(run)] == ["ImportUploaded", "ImportConfirmed", "ImportApplied"]


def test_problems_are_told_by_cell(buyer):
    run = checked(csv_upload(GOOD, BAD), buyer)

    assert (run.status, run.rows_good, run.rows_rejected) == (ImportStatus.PREVIEWED, 1, 1)
    assert [(p["cell"], p["field"]) for p in run.problems] == [("C3", "capital"), ("D3", "founded"), ("E3", "country")]
    assert run.problems[1]["message"] == "not a date: “Pre-PQ Process”"


def test_a_formula_in_a_workbook_is_a_problem_at_its_cell(buyer):
    run = checked(xlsx_upload(("Kettle works", "K1", "=1+1", None, "UA")), buyer)

    assert [p["cell"] for p in run.problems] == ["C2"]
    assert "=1+1" in run.problems[0]["message"]


def test_rows_that_repeat_each_other_are_found_together(buyer):
    run = checked(csv_upload(GOOD, GOOD), buyer)

    assert [(p["cell"], p["message"]) for p in run.problems] == [("B2", "K1 comes twice"), ("B3", "K1 comes twice")]
    assert (run.rows_good, run.rows_rejected) == (0, 2)


def test_all_or_nothing_stores_nothing_while_one_row_is_wrong(buyer):
    run = checked(csv_upload(GOOD, BAD), buyer)

    with pytest.raises(Refused):
        services.confirm_import(run=run, by=buyer)

    run.refresh_from_db()
    assert (run.status, LegalEntity.objects.count()) == (ImportStatus.PREVIEWED, 0)


def test_where_rejects_are_allowed_good_rows_come_in_and_bad_ones_are_given_back(buyer):
    registry.register_import(a_kind(rejects_allowed=True))
    run = checked(csv_upload(GOOD, BAD), buyer)

    run = services.confirm_import(run=run, by=buyer)

    assert (run.status, run.rows_good, run.rows_rejected) == (ImportStatus.APPLIED, 1, 1)
    with run.rejects_file.open() as file:
        rows = list(openpyxl.load_workbook(io.BytesIO(file.read())).active.values)
    assert rows[0] == (*HEADS, "Row", "Reason")
    assert rows[1][:6] == (*BAD, 3)
    assert rows[1][6].startswith("C3: not a number: “much”; D3: not a date")


def test_what_a_service_refuses_undoes_all_and_names_the_row(buyer):
    run = checked(csv_upload(GOOD, ("Other", "REFUSED", "", "", "")), buyer)

    run = services.confirm_import(run=run, by=buyer)

    assert (run.status, run.message) == (ImportStatus.FAILED, "Row 3: budget exceeded")
    assert LegalEntity.objects.count() == 0
    assert history(run).last().name == "ImportFailed"


def test_columns_matched_once_are_proposed_for_the_next_sheet_with_these_heads(buyer):
    heads = ["A thing", "Its code"]
    first = services.upload_import(kind="companies", upload=csv_upload(("x", "y"), heads=heads), by=buyer)
    services.match_columns(run=first, mapping={"name": 0, "code": 1}, by=buyer)

    second = services.upload_import(kind="companies", upload=csv_upload(("x", "y"), heads=heads), by=buyer)

    assert first.mapping == {}
    assert second.mapping == {"name": 0, "code": 1}
    assert ColumnMapping.objects.count() == 1


def test_a_required_field_without_a_column_and_a_column_used_twice_are_refused(buyer):
    run = services.upload_import(kind="companies", upload=csv_upload(GOOD), by=buyer)

    for mapping, field in (({"name": 0}, "code"), ({"name": 0, "code": 0}, "code"), ({"name": 0, "code": 9}, "code")):
        with pytest.raises(Invalid) as error:
            services.match_columns(run=run, mapping=mapping, by=buyer)
        assert list(error.value.errors) == [field]

    run.refresh_from_db()
    assert run.status == ImportStatus.UPLOADED


def test_more_rows_than_the_limit_are_refused_and_nothing_is_stored(buyer):
    registry.register_import(a_kind(max_rows=3))

    run = checked(csv_upload(*[("x", f"C{n}", "", "", "") for n in range(4)]), buyer)

    assert (run.status, run.message) == (ImportStatus.FAILED, "More than 3 rows. Split the file.")
    assert LegalEntity.objects.count() == 0


def test_a_long_sheet_is_checked_and_imported_by_a_worker(buyer):
    rows = [("Works", f"C{n}", n, "2006-06-02", "UA") for n in range(501)]
    run = checked(csv_upload(*rows), buyer)
    first = run.status

    deliver_pending()
    run.refresh_from_db()
    second = run.status
    run = services.confirm_import(run=run, by=buyer)
    third = run.status
    deliver_pending()

    run.refresh_from_db()
    assert [first, second, third] == [ImportStatus.CHECKING, ImportStatus.PREVIEWED, ImportStatus.APPLYING]
    assert (run.status, run.rows_done, LegalEntity.objects.count()) == (ImportStatus.APPLIED, 501, 501)


def test_a_delivery_that_comes_twice_imports_once(buyer):
    run = checked(csv_upload(*[("Works", f"C{n}", "", "", "") for n in range(501)]), buyer)
    deliver_pending()
    services.confirm_import(run=run, by=buyer)
    deliver_pending()
    Event.objects.get(name="ImportQueued").deliveries.update(done_at=None)

    deliver_pending()

    assert LegalEntity.objects.count() == 501


def test_the_file_is_kept_for_correction_when_a_run_is_cancelled(buyer):
    run = checked(csv_upload(GOOD, BAD), buyer)

    run = services.cancel_import(run=run, by=buyer)

    assert run.status == ImportStatus.CANCELLED
    with run.file.open() as file:
        assert b"Pan works" in file.read()
    with pytest.raises(WrongState):
        services.confirm_import(run=run, by=buyer)
    assert LegalEntity.objects.count() == 0


def test_only_whom_the_kind_allows_may_import(buyer):
    for person in (UserFactory(), PortalUserFactory()):
        with pytest.raises(NotPermitted):
            services.upload_import(kind="companies", upload=csv_upload(GOOD), by=person)

    assert ImportRun.objects.count() == 0


def test_a_run_is_its_owners_alone(buyer):
    run = checked(csv_upload(GOOD), buyer)
    colleague = UserFactory(roles=["buyer"])

    with pytest.raises(NotPermitted):
        services.confirm_import(run=run, by=colleague)

    assert not ImportRun.objects.visible_to(colleague).exists()
    assert LegalEntity.objects.count() == 0


def test_the_command_line_imports_in_the_name_of_the_house():
    run = services.confirm_import(run=checked(csv_upload(GOOD), SYSTEM), by=SYSTEM)

    assert (run.status, run.created_by) == (ImportStatus.APPLIED, None)


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (csv_upload(heads=HEADS), "has no rows"),
        (csv_upload(GOOD, name="companies.pdf"), "is not what its name says"),
        (csv_upload(GOOD, name="companies.xlsx"), "is not what its name says"),
        (xlsx_upload(GOOD, name="companies.csv"), "is not what its name says"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_at_the_file(buyer, upload, words):
    with pytest.raises(Invalid, match=words) as error:
        services.upload_import(kind="companies", upload=upload, by=buyer)

    assert list(error.value.errors) == ["file"]
    assert ImportRun.objects.count() == 0


def test_an_old_workbook_under_a_new_name_is_refused_with_what_to_do(buyer):
    upload = csv_upload(GOOD, name="companies.xlsx")
    upload.file = io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    upload.size = 608

    with pytest.raises(Invalid, match="Save it as docx or xlsx"):
        services.upload_import(kind="companies", upload=upload, by=buyer)

    assert ImportRun.objects.count() == 0
