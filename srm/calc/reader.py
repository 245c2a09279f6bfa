"""JSON text to plain data: numbers stay the text they were written in, nothing is silently dropped."""

import json
from collections import Counter
from typing import Any

from srm.money.exact import CalcError

BYTE_LIMIT = 32 * 1024 * 1024


class Number(str):
    """A JSON number as the text it was written in, so that no amount passes through a float."""

    __slots__ = ()


class Repeated(dict[str, Any]):
    """A JSON object in which some names were given more than once."""

    __slots__ = ("names",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.names = [name for name, count in counts.items() if count > 1]


def read_json(raw: bytes) -> Any:
    """Parse JSON within limits of size and depth; raises CalcError, never anything else."""
    if len(raw) > BYTE_LIMIT:
        raise CalcError([("$", f"larger than {BYTE_LIMIT // 1024**2} MiB")])
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(
            text,
            parse_float=Number,
            parse_int=Number,
            parse_constant=Number,
            object_pairs_hook=_make_object,
        )
    except UnicodeDecodeError as error:
        raise CalcError([("$", f"not UTF-8 at byte {error.start}")]) from None
    except json.JSONDecodeError as error:
        raise CalcError([("$", f"not JSON: {error}")]) from None
    except RecursionError:
        raise CalcError([("$", "nested too deeply")]) from None


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    return made if len(made) == len(pairs) else Repeated(pairs)
