"""Rows of the last stage: cycles and their reviews, findings, surveys."""

from datetime import timedelta

from procurement.models import Cycle, CycleDecision
from srm.clock import organisation_today
from tests.matrix.table import ORGANISATION, STAFF, SUPPLIERS, counted, lists, nouns, uncounted, verbs
from tests.scenarios.analytics import a_finding, a_running_cycle, a_survey, an_open_review

HEAD = {"procurement_head"}


def a_cycle(cast):
    return a_running_cycle(cast.procurement_head)


def a_review(cast):
    return {"public_id": an_open_review(cast.procurement_head).cycle.public_id}


def one_finding(cast):
    return a_finding(cast.procurement_head)


def a_decision(cast):
    cycle = a_cycle(cast)
    decision = CycleDecision.objects.create(cycle=cycle, stage="needs", problem="Slow", action="Do", source_key="x")
    return {"public_id": cycle.public_id, "pk": decision.pk}


def a_suppliers_survey(cast):
    return a_survey(cast.procurement_head)


def a_survey_to_ask(cast):
    return {"public_id": a_cycle(cast).public_id, "audience": "buyers"}


def one_more_cycle(cast):
    day = organisation_today() + timedelta(days=400 * (1 + Cycle.objects.count()))
    return Cycle.objects.create(code=f"C{Cycle.objects.count()}", starts_on=day, ends_on=day + timedelta(days=9))


ROWS = [
    *lists(STAFF, "analytics:cycle-list"),
    *nouns(STAFF, a_cycle, "analytics:cycle-review"),
    *verbs(STAFF, HEAD, a_cycle, "analytics:cycle-open-review", data={}),
    *verbs(STAFF, HEAD, a_review, "analytics:cycle-measure", data={}),
    *nouns(STAFF, a_review, "analytics:cycle-close"),
    *verbs(STAFF, HEAD, a_decision, "analytics:decision-complete", data={}),
    *nouns(STAFF, a_review, "analytics:finding-create"),
    *nouns(STAFF, one_finding, "analytics:finding-decide"),
    *verbs(STAFF, HEAD, one_finding, "analytics:finding-drop", data={"reason": "Rare"}),
    *nouns(HEAD, a_survey_to_ask, "analytics:survey-create"),
    *nouns(ORGANISATION, a_suppliers_survey, "analytics:survey-detail"),
    *lists(SUPPLIERS, "analytics:portal-survey-list"),
    *nouns(SUPPLIERS, a_suppliers_survey, "analytics:portal-survey-detail"),
]
COUNTED = [
    *counted("procurement_head", one_more_cycle, "analytics:cycle-list"),
    *uncounted("a supplier's person is asked once a cycle", "analytics:portal-survey-list"),
]
