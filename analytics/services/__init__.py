from analytics.services.dossier import dossier_file, write_dossier
from analytics.services.review import (
    add_finding,
    close_cycle,
    decide_finding,
    drop_finding,
    measure_cycle,
    open_review,
)
from analytics.services.survey import AnswerInput, QuestionInput, answer_survey, open_survey

__all__ = [
    "AnswerInput",
    "QuestionInput",
    "add_finding",
    "answer_survey",
    "close_cycle",
    "decide_finding",
    "dossier_file",
    "drop_finding",
    "measure_cycle",
    "open_review",
    "open_survey",
    "write_dossier",
]
