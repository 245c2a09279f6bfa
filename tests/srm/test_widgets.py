from xml.etree import ElementTree

import pytest
from django import forms

from srm.ui.widgets import QuickSelect

CHOICES = [("", "Choose…"), ("a", "A & <b>"), (2, "Two")]


def read(html):
    """The attributes of the select, and of each choice: value, words, whether it is chosen."""
    html = html.replace(" selected>", ' selected="">')
    root = ElementTree.fromstring(html)  # noqa: S314 - our own markup
    options = [(o.get("value"), o.text, "selected" in o.attrib) for o in root.iter("option")]
    return {key: root.get(key) for key in ("name", "id", "class")}, options


@pytest.mark.parametrize("value", ["a", 2, "2", "", None, "x"])
def test_a_quick_select_says_what_djangos_says(value):
    attrs = {"id": "id_unit", "class": "wide", "disabled": False}

    quick = QuickSelect(choices=CHOICES).render("unit", value, attrs)
    plain = forms.Select(choices=CHOICES).render("unit", value, attrs)

    assert read(quick) == read(plain)


def test_its_words_are_escaped():
    assert "A &amp; &lt;b&gt;" in QuickSelect(choices=CHOICES).render("unit", "")
