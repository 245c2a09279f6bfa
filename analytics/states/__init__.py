from analytics.states.review import FindingStatus, SurveyAudience

__all__ = ["FindingStatus", "SurveyAudience"]
