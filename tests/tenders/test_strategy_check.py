"""A tender follows its category's strategy, or says why not."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.models import Strategy
from srm.errors import Invalid
from tenders.queries.publication import departures, strategy_warning
from tenders.services import create_tender_from_bundle, publish_tender, update_draft
from tests.scenarios.procurement import a_company, a_confirmed_bundle
from tests.scenarios.tenders import a_draft_tender

pytestmark = pytest.mark.django_db


def a_strategy(category, **values) -> Strategy:
    given = {
        "number": "ST-1", "version": 1, "status": "in_force", "quadrant": "leverage", "procedure": "rfq",
        "price_weight": 100, "minimum_bidders": 2, "review_on": date(2030, 1, 1),
    }  # fmt: skip
    return Strategy.objects.create(category=category, **(given | values))


@pytest.mark.parametrize(
    ("strategy", "leaves"),
    [
        ({}, []), ({"procedure": "rfp"}, ["kind"]), ({"minimum_bidders": 3}, ["bidders"]),
        ({"price_weight": 60}, ["price"]), ({"auction_format": "english"}, ["auction"]), ({"status": "retired"}, []),
    ],
)  # fmt: skip
def test_a_tender_knows_in_what_it_leaves_the_strategy_in_force(strategy, leaves):
    room = a_draft_tender(minimum_bidders=2)
    a_strategy(room.tender.category, **strategy)

    assert departures(room.tender) == leaves


def test_a_tender_that_leaves_the_strategy_is_published_only_with_the_reason():
    room = a_draft_tender(minimum_bidders=2)
    a_strategy(room.tender.category, minimum_bidders=3)

    with pytest.raises(Invalid) as refusal:
        publish_tender(tender=room.tender, by=room.buyer)
    assert list(refusal.value.errors) == ["procedure_reason"]
    assert room.fresh().status == "draft"
    update_draft(tender=room.tender, procedure_reason="Two makers are left in the world", by=room.buyer)

    assert publish_tender(tender=room.fresh(), by=room.buyer).status == "published"


def test_a_strategy_out_of_date_warns_and_does_not_refuse():
    room = a_draft_tender(minimum_bidders=2)
    a_strategy(
        room.tender.category, status="out_of_date", outdated_code="moved",
        outdated_params={"old": "leverage", "new": "strategic"},
    )  # fmt: skip

    warning = strategy_warning(room.tender)

    assert "The category has moved from Leverage to Strategic." in warning
    assert publish_tender(tender=room.tender, by=room.buyer).status == "published"


def test_a_tender_from_a_bundle_takes_kind_weights_and_bidders_of_the_strategy():
    company = a_company()
    criteria = [{"code": "supply_security", "weight": 40}, {"code": "quality", "weight": 20}]
    a_strategy(company.category, quadrant="bottleneck", procedure="rfp", price_weight=40, criteria=criteria)
    bundle = a_confirmed_bundle(company)

    tender = create_tender_from_bundle(bundle=bundle, by=company.buyer)

    assert (tender.kind, tender.minimum_bidders) == ("rfp", 2)
    assert {c.code: c.weight for c in tender.criteria.all()} == {
        "price": Decimal(40), "supply_security": Decimal(40), "quality": Decimal(20),
    }  # fmt: skip
    assert departures(tender) == []
