"""What several parts of a page ask for is asked once."""

import pytest

from srm.accounts.models import LegalEntity
from srm.reading import asked_once, count_of, counts_of, one_reading
from tests.factories.accounts import LegalEntityFactory

pytestmark = pytest.mark.django_db


def test_many_counts_are_one_query(django_assert_num_queries):
    LegalEntityFactory(code="DE01")
    LegalEntityFactory(code="DE02")
    rows = LegalEntity.objects.filter(code__startswith="DE0")

    with django_assert_num_queries(1):
        counts = counts_of(rows, rows.filter(code="DE02"), rows.filter(pk__in=[]), rows.order_by("code"))

    assert counts == [2, 1, 0, 2]


def test_one_reading_counts_once_and_the_next_counts_again(django_assert_num_queries):
    rows = LegalEntity.objects.filter(code="DE01")
    with django_assert_num_queries(1), one_reading():
        before = [count_of(rows), count_of(rows.all())]

    LegalEntityFactory(code="DE01")

    assert (before, count_of(rows)) == ([0, 0], 1)


def test_a_question_is_asked_every_time_outside_a_reading():
    asked = []
    question = asked_once(lambda word: asked.append(word))

    with one_reading():
        question("a")
        with one_reading():
            question("a")
        question("b")
    question("a")

    assert asked == ["a", "b", "a"]
