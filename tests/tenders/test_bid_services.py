import pytest

from tests.scenarios.tenders import an_awarded_tender, scored_bids

pytestmark = pytest.mark.django_db


def test_smoke():
    room, award = an_awarded_tender()
    assert award.amount == 220
    assert room.tender.status == "awarded"


def test_smoke_scored():
    assert scored_bids().tender.score_sheets.count() == 1
