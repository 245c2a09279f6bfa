"""The rules of one auction, read once from their published form and never changed afterwards."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from srm.money.exact import CalcError, exact, minor_unit
from tenders.rules.auction import instant
from tenders.rules.auction.factor import PLAIN, Factor
from tenders.rules.auction.improvement import Cut, Improvement
from tenders.rules.auction.kinds import Anchor, Format, Reference, Ties
from tenders.rules.auction.ticks import Ticks

Json = dict[str, Any]

CLOSING_GIVEN = {Format.ENGLISH, Format.SEALED}
TICKING = {Format.DUTCH, Format.JAPANESE}


@dataclass(frozen=True, slots=True)
class Extension:
    """A late bid moves the close: by which rule, for which ranks, how often and how far in all."""

    anchor: Anchor
    window: int
    length: int
    trigger_rank: int | None = None
    max_count: int | None = None
    max_total: int | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds of one turn per bidder, each after a pause; microseconds."""

    count: int
    first_pause: int
    pause: int
    turn: int


NO_TICKS = Ticks(Fraction(0), Fraction(1), Fraction(0), 1)
NO_ROUNDS = Rounds(0, 0, 0, 1)


@dataclass(frozen=True)
class Rules:
    """What was published: the format, its times and limits, and how prices compare."""

    format: Format
    currency: str
    opens_at: int
    ties: Ties
    closes_at: int = 0  # english and sealed
    ceiling: Fraction | None = None
    improvement: Improvement | None = None
    leader_buffer: Fraction | None = None
    extension: Extension | None = None
    ticks: Ticks = NO_TICKS  # dutch and japanese
    rounds: Rounds = NO_ROUNDS
    factors: dict[str, Factor] = field(default_factory=dict)

    @cached_property
    def scale(self) -> int:
        """Minor units in one unit of the currency."""
        return int(10 ** minor_unit(self.currency))

    @cached_property
    def shares_ranks(self) -> bool:
        """Whether equal prices share a rank; everywhere else the earlier one stands first."""
        return self.ties is Ties.REFUSE and self.format in {Format.ENGLISH, Format.ROUNDS}

    def key(self, price: Fraction) -> tuple[int, Fraction]:
        """What prices are sorted by: a whole number settles most comparisons, which fractions do slowly."""
        return price.numerator * self.scale * 100 // price.denominator, price

    def factor(self, bidder: str) -> Factor:
        return self.factors.get(bidder, PLAIN)


def read_rules(data: Json) -> Rules:
    """Rules from their JSON form; raises CalcError with every fault that the schema cannot see."""
    faults = [*_time_faults(data), *_price_faults(data), *_factor_faults(data.get("factors", {}))]
    if faults:
        raise CalcError(faults)
    return Rules(
        format=Format(data["format"]),
        currency=data["currency"],
        opens_at=instant.from_text(data["opens_at"], "rules.opens_at"),
        ties=Ties(data["ties"]),
        closes_at=_closing(data),
        ceiling=_optional(data, "ceiling"),
        improvement=_improvement(data.get("improvement")),
        leader_buffer=_optional(data, "leader_buffer"),
        extension=_extension(data.get("extension")),
        ticks=_ticks(data.get("ticks")),
        rounds=_rounds(data.get("rounds")),
        factors={bidder: _factor(given) for bidder, given in data.get("factors", {}).items()},
    )


def _time_faults(data: Json) -> list[tuple[str, str]]:
    given = Format(data["format"]) in CLOSING_GIVEN
    if given != ("closes_at" in data):
        message = "missing" if given else f"computed, not given, in the {data['format']} format"
        return [("rules.closes_at", message)]
    if given and _closing(data) <= instant.from_text(data["opens_at"], "rules.opens_at"):
        return [("rules.closes_at", "not after rules.opens_at")]
    return []


def _price_faults(data: Json) -> list[tuple[str, str]]:
    faults = []
    form = Format(data["format"])
    if form in TICKING:
        faults += _tick_faults(form, data.get("ticks"))
    if form is Format.ROUNDS and "rounds" not in data:
        faults.append(("rules.rounds", "missing"))
    if exact(data.get("improvement", {}).get("percent", "0")) > 100:
        faults.append(("rules.improvement.percent", "more than 100"))
    return faults


def _tick_faults(form: Format, ticks: Json | None) -> list[tuple[str, str]]:
    if ticks is None:
        return [("rules.ticks", "missing")]
    rise = exact(ticks["end"]) - exact(ticks["start"])
    if form is Format.DUTCH and rise < 0:
        return [("rules.ticks.end", "below the start of a price that rises")]
    if form is Format.JAPANESE and rise > 0:
        return [("rules.ticks.end", "above the start of a price that falls")]
    return []


def _factor_faults(factors: dict[str, Json]) -> list[tuple[str, str]]:
    faults = []
    for bidder, given in factors.items():
        if "coefficient" in given and len(given) > 1:
            faults.append((f"rules.factors.{bidder}", "a coefficient stands alone"))
        elif not _is_positive(given.get("coefficient") or given["multiply"]):
            name = "coefficient" if "coefficient" in given else "multiply"
            faults.append((f"rules.factors.{bidder}.{name}", "not above zero"))
    return faults


def _is_positive(text: str) -> bool:
    try:
        return Fraction(text) > 0
    except ZeroDivisionError:
        return False


def _closing(data: Json) -> int:
    return instant.from_text(data["closes_at"], "rules.closes_at") if "closes_at" in data else 0


def _optional(data: Json, name: str) -> Fraction | None:
    return exact(data[name]) if name in data else None


def _seconds(data: Json, name: str) -> int | None:
    return data[name] * instant.SECOND if name in data else None


def _improvement(data: Json | None) -> Improvement | None:
    if data is None:
        return None
    by_share = "percent" in data
    step = _cut(data["percent"] if by_share else data["step"], by_share=by_share)
    furthest = _cut(data["max_step"], by_share=by_share) if "max_step" in data else None
    return Improvement(Reference(data["reference"]), step, furthest)


def _cut(text: str, *, by_share: bool) -> Cut:
    return Cut(share=exact(text) / 100) if by_share else Cut(money=exact(text))


def _extension(data: Json | None) -> Extension | None:
    if data is None:
        return None
    return Extension(
        anchor=Anchor(data["anchor"]),
        window=data["window_s"] * instant.SECOND,
        length=data["length_s"] * instant.SECOND,
        trigger_rank=data.get("trigger_rank"),
        max_count=data.get("max_count"),
        max_total=_seconds(data, "max_total_s"),
    )


def _ticks(data: Json | None) -> Ticks:
    if data is None:
        return NO_TICKS
    every = data["every_s"] * instant.SECOND
    return Ticks(exact(data["start"]), exact(data["step"]), exact(data["end"]), every)


def _rounds(data: Json | None) -> Rounds:
    if data is None:
        return NO_ROUNDS
    names = ("first_pause_s", "pause_s", "turn_s")
    return Rounds(data["count"], *(data[name] * instant.SECOND for name in names))


def _factor(data: Json) -> Factor:
    if "coefficient" in data:
        return Factor(multiply=1 / Fraction(data["coefficient"]))
    return Factor(multiply=exact(data["multiply"]), add=exact(data["add"]))
