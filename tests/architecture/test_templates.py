"""Templates under a Content-Security-Policy without unsafe-inline, short, and with their context named."""

import re

from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMMENT = re.compile(r"\{#|\{% comment")
PAPER = ("emails", "documents")  # letters and PDFs are not pages: no CSP rules them, and letters need inline styles


def pages():
    return [p for p in TEMPLATES if p.relative_to(ROOT / "templates").parts[0] not in PAPER]


def found(pattern, paths):
    rule = re.compile(pattern, re.IGNORECASE)
    return [str(p.relative_to(ROOT)) for p in paths if rule.search(p.read_text())]


def test_no_inline_style():
    assert found(r"<[^>]*\sstyle\s*=|<style", pages()) == []


def test_no_inline_script():
    assert found(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>", pages()) == []


def test_no_event_handler_attributes():
    assert found(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", pages()) == []


def test_nothing_from_another_host():
    assert found(r"<(script|link|img)[^>]*(src|href)=\"(https?:)?//", pages()) == []


def test_no_unescaped_output():
    trusted = ["templates/components/field.html"]  # help texts are written in our own forms
    assert found(r"\|\s*safe\b|autoescape\s+off", pages()) == trusted


def test_every_template_says_its_context():
    mute = [str(p.relative_to(ROOT)) for p in pages() if not COMMENT.search("".join(p.read_text().splitlines()[:4]))]

    assert mute == [], "A template opens with a comment: what it shows, its blocks and its context."


def test_templates_stay_short():
    long = [str(p.relative_to(ROOT)) for p in TEMPLATES if len(p.read_text().splitlines()) > 160]

    assert long == []
