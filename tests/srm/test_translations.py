"""Every text of the pages is there in Russian and Ukrainian.

When it fails: `srm messages` brings new texts into <app>/locale/{ru,uk}/LC_MESSAGES/django.po; write the translations
there (three plural forms, glossary words), then `srm messages --missing` says what is left.
"""

from pathlib import Path

import pytest

from srm import messages


@pytest.mark.parametrize("app", messages.APPS)
def test_every_text_is_translated(app):
    gaps = [f"{po}: {gap}" for po, gap in messages.untranslated(app)]

    assert not gaps, f"{len(gaps)} gaps (run `srm messages {app}`):\n" + "\n".join(gaps[:40])


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_text_reads_the_same_in_every_app(language):
    quarrels = list(messages.quarrels(language))

    assert not quarrels, "give one of them a context, or a better English word:\n" + "\n".join(quarrels)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_letters_are_of_one_alphabet(language):
    strange = list(messages.strangers(language))

    assert not strange, "\n".join(strange)


def test_two_translations_of_one_text_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    for app, translation in (("suppliers", "Открыть"), ("tenders", "Вскрыть")):
        path = messages.po_path(app, "ru")
        path.parent.mkdir(parents=True)
        plain = f'msgid "Open"\nmsgstr "{translation}"\n'
        path.write_text(plain + f'\nmsgctxt "{app}"\nmsgid "Close"\nmsgstr "{translation}"\n')

    found = list(messages.quarrels("ru"))

    assert found == ["'Open': suppliers «Открыть», tenders «Вскрыть»"]


def test_a_letter_of_the_other_alphabet_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    path = messages.po_path("tenders", "ru")
    path.parent.mkdir(parents=True)
    latin, ukrainian = "Cтавка".replace("C", chr(0x43)), "Лiт".replace("i", chr(0x456))
    path.write_text(
        f'msgid "Bid"\nmsgstr "{latin}"\n\nmsgid "Lot"\nmsgstr "{ukrainian}"\n\nmsgid "In %(n)s"\nmsgstr "За %(n)s"\n'
    )

    found = list(messages.strangers("ru"))

    assert found == [f"tenders: {latin}", f"tenders: {ukrainian}"]


def test_an_untranslated_text_is_found(tmp_path, monkeypatch):
    app = tmp_path / "suppliers"
    app.mkdir()
    (app / "views.py").write_text("_('Never translated')\nngettext('%(n)d dog', '%(n)d dogs', 2)\n")
    (tmp_path / "templates" / "suppliers").mkdir(parents=True)
    page = "  {% translate 'On the page' %}\n {% card title=_('In a tag') %}\n"
    page += "{% blocktranslate %}Dear {{ x }}{% endblocktranslate %}"
    (tmp_path / "templates" / "suppliers" / "page.html").write_text(page)
    monkeypatch.setattr(messages, "ROOT", Path(tmp_path))

    found = {text for _context, text in messages.texts("suppliers")}
    count = messages.gather("suppliers")

    assert found == {"Never translated", "%(n)d dog", "On the page", "In a tag", "Dear %(x)s"}
    assert count == 5
    assert len(list(messages.untranslated("suppliers"))) == 10
