"""What a bid says, read from what was typed: checked whole before it is sent, kept as typed while it is a draft."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

NUMBER = re.compile(r"^[0-9]{1,12}(\.[0-9]{1,6})?$")
MAX_DAYS = 3650
MAX_TEXT = 5000


@dataclass(frozen=True)
class Asked:
    """What a tender asks: lots as lists of item ids, the criteria beside price as code → kind."""

    lots: Mapping[str, Sequence[str]]
    criteria: Mapping[str, str]
    asks_prices: bool = True


@dataclass(frozen=True)
class Content:
    """A bid's content in its one shape; `as_plain` is what is sealed."""

    prices: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    note: str = ""

    def as_plain(self) -> dict[str, Any]:
        return {"version": 1, "prices": self.prices, "days": self.days, "answers": self.answers, "note": self.note}


def read_content(raw: Any) -> Content:
    """Return what was typed, cut to size, unknown parts left out; never fails, drafts are kept as they are."""
    raw = raw if isinstance(raw, Mapping) else {}
    answers = {str(code): _answer(given) for code, given in _map(raw, "answers").items()}
    return Content(
        prices={str(k): plain_number(v) for k, v in _map(raw, "prices").items() if str(v or "").strip()},
        days={str(k): _days(v) for k, v in _map(raw, "days").items() if str(v if v is not None else "").strip()},
        answers={code: answer for code, answer in answers.items() if answer["passes"] is not None or answer["text"]},
        note=str(raw.get("note") or "")[:MAX_TEXT].strip(),
    )


def plain_number(text: Any) -> str:
    """Return a typed number with a point and without grouping: `1 234,50` is `1234.50`; else what was typed."""
    text = re.sub(r"[\s\u00a0\u202f']", "", str(text))[:40]
    if "," in text and "." in text:
        text = text.replace("," if text.rindex(".") > text.rindex(",") else ".", "")
    return text.replace(",", ".")


def find_faults(content: Content, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield (path, what) for all that keeps a bid from being sent."""
    items = {item for lot in asked.lots.values() for item in lot}
    if asked.asks_prices and not content.prices:
        yield "prices", "no_price"
    for item, price in content.prices.items():
        yield from ((f"prices.{item}", what) for what in _price_faults(item, price, items))
    for item, days in content.days.items():
        if not isinstance(days, int) or not 0 <= days <= MAX_DAYS:
            yield f"days.{item}", "days"
    yield from _gaps(content, asked)
    for code, kind in asked.criteria.items():
        yield from _answer_faults(content, code, kind)


def lots_bid_for(content: Content, asked: Asked) -> list[str]:
    """Return the lots with at least one price."""
    return [lot for lot, items in asked.lots.items() if any(item in content.prices for item in items)]


def _gaps(content: Content, asked: Asked) -> Iterator[tuple[str, str]]:
    # A lot is bid for whole: a missing line would leave nothing to compare.
    for lot in lots_bid_for(content, asked):
        for item in asked.lots[lot]:
            if item not in content.prices:
                yield f"prices.{item}", "line_missing"
            if item not in content.days:
                yield f"days.{item}", "days_missing"


def _price_faults(item: str, price: str, items: set[str]) -> Iterator[str]:
    if item not in items:
        yield "unknown"
    elif not NUMBER.match(price):
        yield "not_a_price"
    elif Decimal(price) <= 0:
        yield "not_positive"


def _answer_faults(content: Content, code: str, kind: str) -> Iterator[tuple[str, str]]:
    answer = content.answers.get(code, {})
    if kind == "pass_fail" and answer.get("passes") is None:
        yield f"answers.{code}", "yes_or_no"
    if kind == "scored" and not answer.get("text"):
        yield f"answers.{code}", "answer_missing"


def _answer(given: Any) -> dict[str, Any]:
    given = given if isinstance(given, Mapping) else {"text": given}
    passes = {True: True, False: False, "yes": True, "no": False}.get(_hashable(given.get("passes")))
    return {"passes": passes, "text": str(given.get("text") or "")[:MAX_TEXT].strip()}


def _hashable(value: Any) -> Any:
    return value if isinstance(value, (bool, str)) else None


def _days(value: Any) -> Any:
    text = str(value).strip()[:10]
    return int(text) if text.isascii() and text.isdigit() else text


def _map(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, Mapping) else {}
