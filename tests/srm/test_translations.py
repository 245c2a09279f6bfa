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
