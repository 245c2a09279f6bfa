from analytics.models.review import CycleReview, Finding, Measure
from analytics.models.survey import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion

__all__ = [
    "CycleReview",
    "Finding",
    "Measure",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyQuestion",
]
