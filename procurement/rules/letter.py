"""A request written as an e-mail: `word: value` lines, then one line for each thing, parted by semicolons or tabs.

Title: Gloves for workshop 2
Needed on: 2026-12-20
Cost centre: CC-110
Place: PLANT1

SAF-GLV; 200; pair
Rags, white cotton; 40; kg; 1.20
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

HEADS = {
    "title": ("title", "subject", "тема", "название", "назва"),
    "needed_on": ("needed on", "needed", "date", "нужно к", "потрібно до", "дата"),
    "cost_centre": ("cost centre", "cost center", "центр затрат", "центр витрат", "мвз"),
    "place": ("place", "delivery place", "место", "місце"),
    "reason": ("reason", "why", "причина", "обоснование", "обґрунтування"),
    "project": ("project", "проект", "проєкт"),
    "urgent": ("urgent", "срочно", "терміново"),
}
YES = {"yes", "y", "да", "так", "1"}
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
HEAD = re.compile(r"^\s*([^:;\t]{2,30}?)\s*:\s*(.*)$")
SIGNATURE = re.compile(r"^--\s*$")
PARTS = re.compile(r"\s*[;\t]\s*")


@dataclass(frozen=True)
class LetterLine:
    """One thing as written: an item's code or words, how much, in what unit, at what price."""

    what: str
    quantity: Decimal
    unit: str = ""
    unit_price: Decimal | None = None


@dataclass
class Letter:
    """What was understood, and what was not: `errors` by path."""

    head: dict[str, str] = field(default_factory=dict)
    lines: list[LetterLine] = field(default_factory=list)
    needed_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_urgent(self) -> bool:
        return self.head.get("urgent", "").casefold() in YES


def read_letter(text: str) -> Letter:
    """Return a letter's head and lines. Quoted text (`>`) and what follows a signature (`--`) is not read."""
    letter = Letter()
    for row in text.splitlines():
        if SIGNATURE.match(row):
            break
        if not row.strip() or row.lstrip().startswith(">"):
            continue
        name, value = _head(row)
        if name:
            letter.head[name] = value
        elif PARTS.search(row.strip()):
            _read_line(row.strip(), letter)
    _read_day(letter)
    if not letter.lines and not _bad_lines(letter):
        letter.errors["lines"] = "no line like “item; quantity; unit” was found"
    return letter


def _head(row: str) -> tuple[str, str]:
    found = HEAD.match(row)
    if not found:
        return "", ""
    word = found[1].strip().casefold()
    return next((name for name, words in HEADS.items() if word in words), ""), found[2].strip()


def _read_line(row: str, letter: Letter) -> None:
    what, *rest = PARTS.split(row)
    path = f"lines.{len(letter.lines) + _bad_lines(letter)}"
    try:
        quantity = _number(rest[0])
        price = _number(rest[2]) if len(rest) > 2 and rest[2] else None
    except (InvalidOperation, IndexError):
        letter.errors[path] = f"“{row}” is not “item; quantity; unit; price”"
        return
    letter.lines.append(LetterLine(what, quantity, rest[1] if len(rest) > 1 else "", price))


def _bad_lines(letter: Letter) -> int:
    return sum(path.startswith("lines.") for path in letter.errors)


def _read_day(letter: Letter) -> None:
    said = letter.head.get("needed_on", "")
    for form in DAYS:
        try:
            letter.needed_on = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return
    letter.errors["needed_on"] = "write the day as 2026-12-31 or 31.12.2026"


def _number(text: str) -> Decimal:
    number = Decimal(re.sub(r"[\s\u00a0]", "", text).replace(",", "."))
    if not number.is_finite():
        raise InvalidOperation
    return number
