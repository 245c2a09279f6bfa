"""Figures, times, registries and tags of the component library."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from srm.ui import formats, markup
from srm.ui.registry import Bell, HomeTiles, Navigation, Search, SearchHit
from srm.ui.tags.pictures import TrackStep, chart_table
from srm.ui.views.home import filled_rows

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def shown(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "value", "places", "text"),
    [
        ("en", Decimal("-1234.5"), 2, "\u22121,234.50"),
        ("ru", Decimal("1234.5"), 2, "1\xa0234,50"),
        ("uk", Decimal("1234567"), 0, "1\xa0234\xa0567"),
        ("en", Decimal("0.005"), 2, "0.01"),
        ("en", None, 2, "–"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(language, value, places, text):
    with translation.override(language):
        assert formats.number(value, places) == text


def test_amount_has_the_decimals_of_its_currency():
    assert formats.amount(Decimal("1234.5"), "JPY") == "1,235"
    assert formats.amount(Decimal("1234.5"), "KWD") == "1,234.500"


def test_quantity_drops_idle_zeros():
    assert [formats.quantity(Decimal(v)) for v in ("6400.000", "6.500", "0.001", "1E+3")] == [
        "6,400", "6.5", "0.001", "1,000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("away", "text"),
    [
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(minutes=-5), "5 minutes ago"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=-2), "2 days ago"),
        (timedelta(seconds=20), "in a moment"),
    ],
)
def test_time_is_told_in_its_largest_unit(away, text):
    assert formats.relative(NOW + away, NOW) == text


def test_plural_forms_are_right_in_russian_and_ukrainian():
    ago = [NOW - timedelta(days=n) for n in (1, 2, 5, 21)]

    with translation.override("ru"):
        assert [formats.relative(t, NOW) for t in ago] == [
            "1 день назад", "2 дня назад", "5 дней назад", "21 день назад",
        ]  # fmt: skip
    with translation.override("uk"):
        assert formats.relative(NOW + timedelta(hours=3), NOW) == "за 3 години"


def test_days_are_told_from_today():
    assert formats.relative(date(2026, 11, 22), NOW) == "tomorrow"


def test_countdown_is_a_clock_under_a_day():
    assert formats.span(timedelta(hours=2, minutes=14, seconds=36)) == "02:14:36"
    assert formats.span(timedelta(days=2, hours=1)) == "2 d 01 h"
    assert formats.span(timedelta(seconds=-5)) == "00:00:00"


def test_quadrant_is_a_glyph_with_its_word():
    html = markup.quadrant("bottleneck")

    assert "Bottleneck" in html
    assert html.count("<rect") == 4


def test_names_are_escaped():
    assert "<script>" not in shown("{% person who %}", who="<script>alert(1)</script>")
    assert "<script>" not in shown("{% card title=who %}x{% endcard %}", who="<script>")


def test_skipped_steps_are_dotted():
    done, skipped, later = TrackStep("done"), TrackStep("skipped"), TrackStep()

    html = shown("{% line_track steps %}", steps=[done, skipped, skipped, skipped, skipped, TrackStep("now"), later])

    assert html.count("line-dotted") == 5
    assert html.count("line-done") == 0


def test_budget_bar_shows_its_parts_apart_and_what_is_over():
    html = shown('{% budget_bar 100 40 30 20 0 15 "EUR" %}')

    assert html.count("<rect") == 5
    assert "Over the budget" in html


def test_every_chart_has_its_table():
    bar = {"labels": ["A", "B"], "series": [{"label": "Score", "values": [1, 2]}]}

    assert chart_table("bar", bar) == {"head": ["", "Score"], "rows": [["A", 1], ["B", 2]]}
    assert shown("{% chart 'bar' data 'Two bars' %}", data=bar).count("<tr>") == 3


def test_navigation_is_sorted_by_stage_and_hides_what_is_not_yours():
    navigation = Navigation()
    navigation.register("learn", "Orders", "shopping-cart", "orders")
    navigation.register("needs", "Budgets", "wallet", "budgets", order=20)
    navigation.register("needs", "Requisitions", "file-plus", "requisitions", order=10)
    navigation.register("needs", "Secrets", "lock", "secrets", visible=lambda user: user == "boss")

    assert [i.label for i in navigation.items("buyer", "anyone")] == ["Requisitions", "Budgets", "Orders"]
    assert len(navigation.items("buyer", "boss")) == 4
    with pytest.raises(ValueError, match="unknown stage"):
        navigation.register("nowhere", "x", "x", "x")


def test_search_gathers_what_each_noun_lets_the_reader_find():
    search = Search()
    search.register("Items", lambda user, text: [SearchHit(f"{text} {n}", "/") for n in range(15)], key="items")
    search.register("None", lambda user, text: [], key="none")

    found = search.find("anyone", "bolt")

    assert [(noun, len(hits)) for noun, hits in found] == [("Items", 10)]


def test_tile_without_anything_to_say_is_hidden():
    tiles = HomeTiles()
    tiles.register("buyer", "b.html", lambda user: {"n": 1}, order=20)
    tiles.register("buyer", "a.html", lambda user: None)

    assert [tile.template for tile, _context in tiles.tiles("buyer", "anyone")] == ["b.html"]


def test_bell_names_its_page():
    bell = Bell()
    bell.register("home", count=lambda user: 3)

    assert (bell.url_name, bell.count("anyone")) == ("home", 3)


def test_live_region_listens_to_its_topic_and_reloads_itself():
    html = shown('{% live "lot/abc" "#prices" "/lots/abc/" %}')

    assert 'data-live="/live/lot/abc/"' in html
    assert 'data-live-target="#prices"' in html


def test_every_row_of_tiles_goes_to_its_end():
    assert filled_rows([8, 4, 6, 6, 6, 4, 6]) == [8, 4, 6, 6, 6, 6, 12]
    assert filled_rows([4, 4, 12, 4]) == [4, 8, 12, 12]
    assert filled_rows([]) == []
