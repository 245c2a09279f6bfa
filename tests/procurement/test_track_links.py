"""Where the name of a line's holder leads."""

from datetime import date
from types import SimpleNamespace

import pytest

from procurement.queries.track import STAGES, Point, Track
from procurement.states import RequisitionStatus
from procurement.views.track import shown
from srm.accounts.states import Kind

DAY = date(2026, 11, 28)


def someone(*roles):
    return SimpleNamespace(
        is_authenticated=True, kind=Kind.STAFF, is_superuser=False, has_role=lambda *_asked: bool(roles)
    )


def a_track(stage):
    request = SimpleNamespace(status=RequisitionStatus.APPROVED)
    points = tuple(Point(s, "now" if s == stage else "empty") for s in STAGES)
    return Track(request, None, points, "Marta", None, "/somewhere/", "", DAY, 0)


@pytest.mark.parametrize("stage", ["bundled", "in_tender", "contracted"])
def test_a_requester_is_not_led_behind_procurements_door(stage):
    assert shown(a_track(stage), someone(), DAY).link == ""


@pytest.mark.parametrize("stage", ["bundled", "in_tender", "contracted"])
def test_a_buyer_is_led_to_what_serves_the_line(stage):
    assert shown(a_track(stage), someone("buyer"), DAY).link == "/somewhere/"


def test_a_requester_is_led_to_his_order():
    assert shown(a_track("ordered"), someone(), DAY).link == "/somewhere/"
