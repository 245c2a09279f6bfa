"""Input that no bid can be judged by, found before anything is computed."""

from collections.abc import Iterator
from typing import Any

from srm.money.exact import exact
from tenders.rules.score.model import Bid, Criterion, Scheme

Fault = tuple[str, str]


def find_faults(data: dict[str, Any], scheme: Scheme, bids: list[Bid]) -> Iterator[Fault]:
    yield from _tie_break_faults(scheme)
    yield from _price_faults(data, scheme)
    yield from _feature_faults(data, scheme)
    for index, bid in enumerate(bids):
        yield from _bid_faults(f"bids[{index}]", scheme, bid)


def _tie_break_faults(scheme: Scheme) -> Iterator[Fault]:
    if scheme.tie_break[0] != "total":
        yield "tie_break[0]", 'expected "total" first'
    for index, name in enumerate(scheme.tie_break):
        if name in scheme.tie_break[:index]:
            yield f"tie_break[{index}]", f'duplicate: "{name}"'


def _price_faults(data: dict[str, Any], scheme: Scheme) -> Iterator[Fault]:
    prices = [index for index, criterion in enumerate(scheme.criteria) if criterion.kind == "price"]
    yield from ((f"criteria[{index}].kind", "a second price criterion") for index in prices[1:])
    if scheme.method != "points":
        return
    for index, row in enumerate(data["criteria"]):
        if row["kind"] != "pass_fail" and "weight" not in row:
            yield f"criteria[{index}].weight", "missing"
    if prices and scheme.price_formula is None:
        yield "price_formula", "missing"
    if scheme.price_formula == "from_ceiling":
        yield from _ceiling_faults(scheme)


def _ceiling_faults(scheme: Scheme) -> Iterator[Fault]:
    if scheme.higher_is_better:
        yield "price_formula", "from_ceiling is refused where the higher price is better"
    if scheme.ceiling is None:
        yield "ceiling", "missing"


def _feature_faults(data: dict[str, Any], scheme: Scheme) -> Iterator[Fault]:
    if scheme.method == "coefficient" and sum(scheme.features.values()) >= 1:
        yield "features", "the maxima add up to 1 or more"
    for index, row in enumerate(data["bids"]):
        for name, chosen in row.get("features", {}).items():
            if name not in scheme.features:
                yield f"bids[{index}].features.{name}", "no such feature"
            elif exact(chosen) > scheme.features[name]:
                yield f"bids[{index}].features.{name}", f"above its maximum: {chosen}"


def _bid_faults(path: str, scheme: Scheme, bid: Bid) -> Iterator[Fault]:
    scored = {criterion.id: criterion for criterion in scheme.scored}
    for name, given in bid.scores.items():
        if name not in scored:
            yield f"{path}.scores.{name}", "no such scored criterion"
        else:
            yield from _score_faults(f"{path}.scores.{name}", scored[name], given)
    questions = {criterion.id for criterion in scheme.criteria if criterion.kind == "pass_fail"}
    unknown = [name for name in bid.answers if name not in questions]
    yield from ((f"{path}.answers.{name}", "no such pass_fail criterion") for name in unknown)


def _score_faults(path: str, criterion: Criterion, given: dict[str, Any]) -> Iterator[Fault]:
    for evaluator, score in given.items():
        if score > criterion.max_score:
            yield f"{path}.{evaluator}", "above the criterion's max_score"
