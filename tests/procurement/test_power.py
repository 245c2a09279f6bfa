from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import Position, PowerScore
from procurement.queries.power import direction_for, second_step
from procurement.rules.power import FACTORS, Level, Side, direction_of, level_of, side_of, weigh
from procurement.services import PowerInput, score_power
from procurement.states import PowerFactor
from srm.errors import Invalid, NotPermitted
from srm.events.models import Event
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.matrix.procurement_segments import a_placed_category

KRALJIC = {  # the field of the 1983 matrix: our strength, the market's strength
    ("high", "low"): "exploit", ("high", "medium"): "exploit", ("high", "high"): "balance",
    ("medium", "low"): "exploit", ("medium", "medium"): "balance", ("medium", "high"): "diversify",
    ("low", "low"): "balance", ("low", "medium"): "diversify", ("low", "high"): "diversify",
}  # fmt: skip


@pytest.fixture
def cast():
    return make_cast()


@pytest.mark.parametrize(("sides", "direction"), KRALJIC.items())
def test_the_direction_is_the_field_of_kraljics_matrix(sides, direction):
    ours, market = (Level(side) for side in sides)

    assert direction_of(ours, market) == direction


@pytest.mark.parametrize(
    ("mean", "level"),
    [("1", "low"), ("2.33", "low"), ("2.34", "medium"), ("3.66", "medium"), ("3.67", "high"), ("5", "high")],
)
def test_a_third_of_the_scale_is_a_level(mean, level):
    assert level_of(Decimal(mean)) == level


def test_a_side_of_which_less_than_half_is_scored_is_unknown_and_gives_no_direction():
    ours = dict.fromkeys(FACTORS[Side.OURS][:3], Decimal(5))
    market = dict.fromkeys(FACTORS[Side.MARKET][:2], Decimal(1))

    found = weigh(ours | market)

    assert (found.ours.mean, found.ours.level, found.ours.coverage) == (Decimal("5.00"), "high", Decimal("0.50"))
    assert (found.market.mean, found.market.level, found.market.coverage) == (None, None, Decimal("0.33"))
    assert found.direction is None


def test_a_mean_of_exactly_a_third_is_not_lost_by_rounding():
    scores = dict(zip(FACTORS[Side.OURS][:3], (Decimal(2), Decimal(2), Decimal(3)), strict=True))

    assert (weigh(scores).ours.mean, weigh(scores).ours.level) == (Decimal("2.33"), "medium")


def test_every_factor_has_a_side_and_a_word():
    assert sorted(f.value for side in FACTORS.values() for f in side) == sorted(PowerFactor.values)
    assert [side_of("volume"), side_of("few_suppliers")] == [Side.OURS, Side.MARKET]


def scored(cast, category, ours, market):
    rows = [(f, ours) for f in FACTORS[Side.OURS]] + [(f, market) for f in FACTORS[Side.MARKET]]
    scores = [PowerInput(f.value, Decimal(score), "Known from the tender") for f, score in rows]
    return score_power(category=category, scores=scores, by=cast.category_manager)


@pytest.mark.django_db
def test_factors_are_scored_with_reasons_and_give_the_direction(cast):
    category = a_placed_category(cast)

    scored(cast, category, 2, 5)
    scored(cast, category, 2, 5)

    step = second_step(category)
    assert (direction_for(category), step.direction) == ("diversify", "diversify")
    assert [one.here for _head, fields in step.fields for one in fields].count(True) == 1
    event = Event.objects.get(name="PowerScored")
    assert (event.data["count"], event.data["scores"]["volume"]) == (len(PowerFactor), "2")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factor", "score", "reason", "field"),
    [("volume", 6, "x", "score"), ("volume", 4, " ", "reason"), ("weather", 4, "x", "factor")],
)
def test_a_score_off_the_scale_without_reason_or_of_no_factor_is_refused(cast, factor, score, reason, field):
    category = a_placed_category(cast)

    with pytest.raises(Invalid) as refusal:
        score_power(category=category, scores=[PowerInput(factor, Decimal(score), reason)], by=cast.category_manager)
    with pytest.raises(NotPermitted):
        score_power(category=category, scores=[], by=cast.buyer)

    assert list(refusal.value.errors) == [f"scores.0.{field}"]
    assert PowerScore.objects.count() == 0


@pytest.mark.django_db
def test_the_second_step_stands_on_the_page_of_a_strategic_category_only(cast):
    category = a_placed_category(cast)
    scored(cast, category, 5, 1)
    url = reverse("procurement:category-detail", args=[category.public_id])

    before = cast.client("buyer").get(url).content.decode()
    Position.objects.filter(category=category).update(quadrant="strategic")
    after = cast.client("buyer").get(url).content.decode()

    assert "power-grid" not in before
    assert 'power-exploit here" aria-current="true"' in after


@pytest.mark.django_db
def test_a_score_without_reason_comes_back_at_its_field_with_the_values_kept(cast):
    category = a_placed_category(cast)
    url = reverse("procurement:category-power", args=[category.public_id])

    page = cast.client("category_manager").post(url, {"volume_score": "4.5", "volume_reason": ""})

    assert page.status_code == 422
    assert 'value="4.5"' in page.content.decode()
    assert PowerScore.objects.count() == 0


@pytest.mark.django_db
def test_strength_goes_by_rest_and_answers_with_what_follows(cast):
    category = a_placed_category(cast)
    ours = [{"factor": f.value, "score": "5", "reason": "Large"} for f in FACTORS[Side.OURS]]
    market = [{"factor": f.value, "score": "1", "reason": "Many"} for f in FACTORS[Side.MARKET]]

    reply = program_of(cast.category_manager).post(
        api("power-score-list"), {"category": category.code, "scores": ours + market}
    )

    assert (reply.status_code, reply.json()["direction"]) == (201, "exploit")
    assert reply.json()["ours"] == {"mean": "5.00", "level": "high", "coverage": "1.00"}
