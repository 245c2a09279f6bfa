"""Rows of the last stage: cycles and their reviews, findings, surveys."""

from tests.matrix.table import ORGANISATION, STAFF, SUPPLIERS, lists, nouns, uncounted, verbs
from tests.scenarios.analytics import a_finding, a_running_cycle, a_survey, an_open_review

HEAD = {"procurement_head"}


def a_cycle(cast):
    return a_running_cycle(cast.procurement_head)


def a_review(cast):
    return {"public_id": an_open_review(cast.procurement_head).cycle.public_id}


def one_finding(cast):
    return a_finding(cast.procurement_head)


def a_suppliers_survey(cast):
    return a_survey(cast.procurement_head)


def a_survey_to_ask(cast):
    return {"public_id": a_cycle(cast).public_id, "audience": "buyers"}


ROWS = [
    *lists(STAFF, "analytics:review-current"),
    *nouns(STAFF, a_cycle, "analytics:cycle-review"),
    *verbs(STAFF, HEAD, a_cycle, "analytics:cycle-open-review", data={}),
    *verbs(STAFF, HEAD, a_review, "analytics:cycle-measure", data={}),
    *nouns(STAFF, a_review, "analytics:cycle-close"),
    *nouns(STAFF, a_review, "analytics:finding-create"),
    *nouns(STAFF, one_finding, "analytics:finding-decide"),
    *verbs(STAFF, HEAD, one_finding, "analytics:finding-drop", data={"reason": "Rare"}),
    *nouns(HEAD, a_survey_to_ask, "analytics:survey-create"),
    *nouns(ORGANISATION, a_suppliers_survey, "analytics:survey-detail"),
    *lists(SUPPLIERS, "analytics:portal-survey-list"),
    *nouns(SUPPLIERS, a_suppliers_survey, "analytics:portal-survey-detail"),
]
COUNTED = [
    *uncounted("a supplier's person is asked once a cycle", "analytics:portal-survey-list"),
]
