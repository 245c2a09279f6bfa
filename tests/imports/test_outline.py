"""The first step of an import as a screen reader meets it."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from srm.accounts.states import Role
from srm.imports.registry import import_kinds
from tests.factories.accounts import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


class Outline(HTMLParser):
    """The levels of the headings in order, and the terms of definition lists that nothing defines."""

    def __init__(self, html):
        super().__init__()
        self.levels, self.undefined, self.last = [], 0, ""
        self.feed(html)

    def handle_starttag(self, tag, _attrs):
        if tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))
        if tag in ("dt", "dd"):
            self.last = tag

    def handle_endtag(self, tag):
        if tag == "dl" and self.last == "dt":
            self.undefined += 1


@pytest.mark.parametrize("key", [kind.key for kind in import_kinds()])
def test_the_first_step_of_every_import_is_well_ordered_for_a_screen_reader(key):
    client = Client()
    client.force_login(UserFactory(roles=[*Role], department=DepartmentFactory()))

    page = client.get(reverse("imports:new", args=[key])).content.decode()
    outline = Outline(page[page.index("<main") : page.index("</main>")])

    assert (outline.levels[0], outline.undefined, "<dl" in page) == (1, 0, False)
    assert all(after - before <= 1 for before, after in pairwise(outline.levels))
