from dataclasses import dataclass


@dataclass(frozen=True)
class ScoresFrozen:
    """One scorer's sheet is final; `all_frozen`: it was the last one, prices may now be seen."""

    tender: str
    all_frozen: bool


@dataclass(frozen=True)
class LotEvaluated:
    """Recorded on the evaluation: its chain is the published protocol, so the hashes bind what it is about."""

    tender: str
    lot: str
    evaluation: str
    input_sha256: str
    result_sha256: str
    subject_sha256: str = ""
