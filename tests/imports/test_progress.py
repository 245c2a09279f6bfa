import threading

import pytest
from django.db import connection

from srm.accounts.models import LegalEntity
from srm.authz import SYSTEM
from srm.imports import registry, services
from srm.imports.models import ImportRun
from srm.imports.services import progress
from srm.imports.states import ImportStatus
from tests.imports.conftest import a_kind, create_companies, csv_upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kind")]
ROWS = [("Works", f"C{n}", "", "", "") for n in range(501)]


def seen_from_outside(run, field):
    """Read a field over a connection of its own, as another process would."""
    answer = []

    def read():
        answer.append(ImportRun.objects.values_list(field, flat=True).get(pk=run.pk))
        connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join(10)
    return answer[0]


def confirmed(by):
    run = services.upload_import(kind="companies", upload=csv_upload(*ROWS), by=by)
    run = services.match_columns(run=run, mapping=run.mapping, by=by)
    run = services.preview_import(run=run, by=by, now=True)
    return services.confirm_import(run=run, by=by)


def test_others_see_how_far_an_import_is_before_it_is_done(buyer, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    seen = []

    def apply(rows, *, by, run, progress):
        result = create_companies(rows[:200], by=by, run=run, progress=progress)
        seen.append(seen_from_outside(run, "rows_done"))
        return result

    registry.register_import(a_kind(apply=apply))

    run = services.apply_import(run=confirmed(buyer))

    assert seen == [200]
    assert run.status == ImportStatus.APPLIED


def test_a_running_import_stops_when_asked_and_undoes_what_it_did(buyer, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.0)

    def ask_to_stop(run):
        services.cancel_import(
            run=ImportRun.objects.get(pk=run.pk), by=SYSTEM if run.created_by is None else run.created_by
        )
        connection.close()

    def apply(rows, *, by, run, progress):
        create_companies(rows[:200], by=by, run=run, progress=progress)
        thread = threading.Thread(target=ask_to_stop, args=[run])
        thread.start()
        thread.join(10)
        return create_companies(rows[200:], by=by, run=run, progress=progress)

    registry.register_import(a_kind(apply=apply))
    run = confirmed(buyer)

    services.apply_import(run=run)

    run.refresh_from_db()
    assert run.status == ImportStatus.CANCELLED
    assert LegalEntity.objects.count() == 0
    with run.file.open() as file:
        assert file.read(7) == b"Company"
