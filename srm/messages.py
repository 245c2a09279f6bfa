"""Texts of the pages: found in Python (Babel) and in templates, kept in one .po file per app and language.

No gettext program is needed. The files are deterministic: sorted, without dates and line numbers, so that two people
who add texts seldom meet in a merge.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
APPS = ("srm", "suppliers", "procurement", "tenders", "contracts", "analytics")
LANGUAGES = ("ru", "uk")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)0?\d*[sdf]|\{[a-z_0-9]*\}")
MIXED_WORD = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
FOREIGN_LETTERS = {"ru": re.compile(r"[іїєґІЇЄҐ]"), "uk": re.compile(r"[ыэъёЫЭЪЁ]")}
Key = tuple[str | None, str]


@dataclass
class Text:
    """One text to translate, with where it stands."""

    context: str | None
    text: str
    plural: str | None = None
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.text


def sources(app: str) -> Iterator[Path]:
    """Yield the Python files and templates whose texts belong to an app."""
    yield from sorted(p for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt") and app_of(path) == app:
            yield path


def app_of(template: Path) -> str:
    """Return the app of templates/<app>/…, templates/portal/<app>/… and the like; the rest is the shared house's."""
    parts = template.relative_to(ROOT / "templates").parts[:-1]
    return next((part for part in parts[:2] if part in APPS), "srm")


def texts(app: str) -> dict[Key, Text]:
    """Return every text of an app."""
    found: dict[Key, Text] = {}
    for path in sources(app):
        for message, context in _extract(path):
            single, plural = message if isinstance(message, tuple) else (message, None)
            text = found.setdefault((context, single), Text(context, single))
            text.plural = text.plural or plural
            text.places.add(path.relative_to(ROOT).as_posix())
    return found


def _extract(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    from babel.messages.extract import extract

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(source, path)
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if isinstance(message, tuple):
            message = (message[0], message[1])
        yield message, context


def _as_python(source: str, path: Path) -> str:
    from django.utils.translation.template import templatize

    lines = templatize(source, origin=str(path)).splitlines()
    return "\n".join(line.strip() for line in lines)


def po_path(app: str, language: str) -> Path:
    """Return the file of an app's texts in a language."""
    return ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po"


def gather(app: str) -> int:
    """Bring an app's .po files up to its sources: new texts empty, gone ones dropped. Returns how many there are."""
    found = texts(app)
    for language in LANGUAGES:
        path = po_path(app, language)
        old = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = polib.POFile(wrapwidth=110)
        fresh.metadata = _header(language)
        fresh.extend(_entry(text, old.get(text.key)) for _key, text in sorted(found.items(), key=_order))
        fresh.save(str(path), newline="\n")
    return len(found)


def _order(item: tuple[Key, Text]) -> tuple[str, str]:
    (context, text), _ = item
    return text, context or ""


def _entry(text: Text, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=text.context, msgid=text.text, occurrences=[(p, "") for p in sorted(text.places)])
    if text.plural:
        entry.msgid_plural = text.plural
        kept = old.msgstr_plural if old is not None and old.msgstr_plural else {}
        entry.msgstr_plural = {n: kept.get(n, "") for n in range(3)}
    elif old is not None:
        entry.msgstr = old.msgstr
    if re.search(r"%\(|%[sd]", text.text):
        entry.flags.append("python-format")
    return entry


def _header(language: str) -> dict[str, str]:
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": SLAVIC,
    }


def untranslated(app: str) -> Iterator[tuple[str, str]]:
    """Yield (file, text: what is wrong) for every text that is missing, empty, fuzzy or loses a placeholder."""
    found = texts(app)
    for language in LANGUAGES:
        path = po_path(app, language)
        entries = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))} if path.exists() else {}
        name = path.relative_to(ROOT).as_posix()
        for key, text in found.items():
            if problem := _problem(text, entries.get(key)):
                yield name, f"{text.text!r}: {problem}"


def _problem(text: Text, entry: polib.POEntry | None) -> str:
    if entry is None:
        return "missing"
    if entry.fuzzy:
        return "fuzzy"
    forms = [entry.msgstr_plural.get(n, "") for n in range(3)] if text.plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        return "not translated"
    wanted = set(PLACEHOLDER.findall(text.plural or text.text))
    lost = [form for form in forms if set(PLACEHOLDER.findall(form)) != wanted]
    return f"placeholders differ in {lost[0]!r}" if lost else ""


def quarrels(language: str) -> Iterator[str]:
    """Yield the texts that apps translate differently: at run time the catalogues are one, and the first app's wins."""
    said: dict[Key, dict[str, list[str]]] = {}
    for app, entry in _entries(language):
        said.setdefault((entry.msgctxt, entry.msgid), {})[app] = _forms(entry)
    for (_context, text), by_app in said.items():
        if any(forms != next(iter(by_app.values())) for forms in by_app.values()):
            yield f"{text!r}: " + ", ".join(f"{app} «{' / '.join(forms)}»" for app, forms in by_app.items())


def strangers(language: str) -> Iterator[str]:
    """Yield the translations with a letter of another alphabet: Latin in a Cyrillic word, Ukrainian in Russian."""
    for app, entry in _entries(language):
        for form in _forms(entry):
            bare = PLACEHOLDER.sub("", form)
            if MIXED_WORD.search(bare) or FOREIGN_LETTERS[language].search(bare):
                yield f"{app}: {form}"


def _entries(language: str) -> Iterator[tuple[str, polib.POEntry]]:
    for app in APPS:
        if (path := po_path(app, language)).exists():
            yield from ((app, entry) for entry in polib.pofile(str(path)))


def _forms(entry: polib.POEntry) -> list[str]:
    return [form for _n, form in sorted(entry.msgstr_plural.items())] if entry.msgid_plural else [entry.msgstr]


def compile_all() -> int:
    """Make every .mo that is missing or older than its .po; return how many were made."""
    made = 0
    for source in (po_path(app, language) for app in APPS for language in LANGUAGES):
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            polib.pofile(str(source)).save_as_mofile(str(target))
            made += 1
    return made
