"""The protocol of a lot's decision: input, result, the chain of what was decided on it, under the signed head."""

from typing import Any

from srm.calc.protocol import build_protocol, protocol_bytes
from srm.events.services import history
from tenders.models import Evaluation
from tenders.services.receipt import installation_key


def lot_protocol(evaluation: Evaluation) -> dict[str, Any]:
    """Return the protocol of an evaluation as `srm verify` takes it. Writes nothing."""
    lot = evaluation.lot
    return build_protocol(
        kind="score", subject=lot.full_number, data=evaluation.input,
        events=[row.as_protocol() for row in history(evaluation)], key=installation_key(),
    )  # fmt: skip


def lot_protocol_file(evaluation: Evaluation) -> bytes:
    """Return the protocol as a file: the same protocol is the same bytes."""
    return protocol_bytes(lot_protocol(evaluation))
