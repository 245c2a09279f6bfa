"""Reading a letter, comparing words, measuring pace: no database."""

from datetime import date, timedelta
from decimal import Decimal

from procurement.rules.letter import LetterLine, read_letter
from procurement.rules.pace import usual, whole
from procurement.rules.wording import likeness, words_of

LETTER = """\
Тема: Перчатки для цеха 2
Нужно к: 20.12.2026
МВЗ: CC-110
Срочно: да

SAF-GLV; 1 200; пар; 1,25
Ветошь белая\t40\tкг

> Title: an older letter
> GLUE; 3
--
Oleh; 12; Workshop
"""


def test_a_letter_in_russian_is_read_without_quotes_and_signature():
    letter = read_letter(LETTER)

    assert letter.errors == {}
    assert letter.head == {
        "title": "Перчатки для цеха 2",
        "needed_on": "20.12.2026",
        "cost_centre": "CC-110",
        "urgent": "да",
    }
    assert (letter.needed_on, letter.is_urgent) == (date(2026, 12, 20), True)
    assert letter.lines == [
        LetterLine("SAF-GLV", Decimal(1200), "пар", Decimal("1.25")),
        LetterLine("Ветошь белая", Decimal(40), "кг"),
    ]


def test_what_is_not_understood_is_named_by_its_place():
    letter = read_letter("Needed on: tomorrow\nGlue; a lot; pcs\nRope; NaN; m")

    assert sorted(letter.errors) == ["lines.0", "lines.1", "needed_on"]
    assert read_letter("Needed on: 2026-12-31").errors == {"lines": "no line like “item; quantity; unit” was found"}


def test_words_are_alike_whatever_their_ending():
    assert likeness(words_of("Glove"), words_of("gloves!")) == 1
    assert likeness(words_of("перчатки рабочие"), words_of("Перчатка")) == 2 / 3
    assert likeness(words_of("rope"), words_of("glue")) == 0
    assert likeness(words_of("12 x"), words_of("glue")) == 0


def hours(*numbers):
    return [timedelta(hours=n) for n in numbers]


def test_the_median_of_three_own_steps_counts_else_that_of_all():
    measured = {"person:1": hours(2, 4, 600), "person:2": hours(30)}

    assert usual("person:1", measured) == timedelta(hours=4)
    assert usual("person:2", measured) == timedelta(hours=17)
    assert usual("person:9", measured) == timedelta(hours=17)
    assert usual("person:1", {}) is None


def test_steps_side_by_side_take_as_long_as_the_slowest():
    assert whole([(1, timedelta(hours=2)), (1, timedelta(hours=5)), (2, timedelta(hours=1)), (3, None)]) == timedelta(
        hours=6
    )
    assert whole([(1, None)]) is None
