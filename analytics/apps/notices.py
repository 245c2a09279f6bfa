"""What people are told and what waits for them: a survey to answer, a decision that is theirs."""


def register() -> None:
    """Register the kinds and the tasks."""
