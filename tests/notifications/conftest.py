from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from srm.authz import SYSTEM
from srm.events.services import record
from srm.notifications import kinds
from srm.notifications.kinds import NoticeKind, register_kind
from tests.factories.accounts import LegalEntityFactory, UserFactory


@dataclass(frozen=True)
class KettleBoiled:
    litres: str


@pytest.fixture
def event(db):
    with transaction.atomic():
        return record(KettleBoiled("1.5"), subject=LegalEntityFactory(), by=SYSTEM)


@pytest.fixture
def alice(db):
    return UserFactory(name="Alice Brown", time_zone="Europe/Kyiv")


@pytest.fixture(autouse=True)
def _kinds():
    register_kind(
        NoticeKind(
            key="tests.boiled", label="Kettles", title=_("Saved."), body="%(litres)s at %(at)s for %(sum)s on %(on)s",
            action="Pour",
        )
    )  # fmt: skip
    register_kind(NoticeKind(key="tests.fire", label="Fire", title="Fire in <b>%(where)s</b>", mandatory=True))
    yield
    kinds._KINDS.pop("tests.boiled")
    kinds._KINDS.pop("tests.fire")
