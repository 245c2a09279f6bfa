"""Rows of the last stage: cycles and their reviews, findings, surveys."""

from procurement.models import Requisition
from procurement.states import RequisitionStatus
from tests.factories.reference import CostCentreFactory, PlaceFactory
from tests.matrix.table import (
    ORGANISATION,
    PROCUREMENT,
    STAFF,
    SUPPLIERS,
    counted,
    creates,
    lists,
    nouns,
    uncounted,
    verbs,
)
from tests.scenarios.analytics import a_finding, a_running_cycle, a_survey, an_open_review

HEAD = {"procurement_head"}


def a_cycle(cast):
    return a_running_cycle(cast.procurement_head)


def a_review(cast):
    return {"public_id": an_open_review(cast.procurement_head).cycle.public_id}


def one_finding(cast):
    return a_finding(cast.procurement_head)


def an_open_review_of(cast):
    return an_open_review(cast.procurement_head)


def a_suppliers_survey(cast):
    return a_survey(cast.procurement_head)


def a_survey_to_ask(cast):
    return {"public_id": a_cycle(cast).public_id, "audience": "buyers"}


def a_purchase(cast):
    number = f"RQ-{Requisition.objects.count():06}"
    requisition = Requisition.objects.create(
        number=number, title="Gloves", requester=cast.requester, department=cast.department,
        cost_centre=CostCentreFactory(), place=PlaceFactory(), needed_on="2026-12-01", currency="EUR",
        status=RequisitionStatus.APPROVED,
    )  # fmt: skip
    return {"kind": "requisition", "public_id": requisition.public_id}


READS_DOSSIERS = PROCUREMENT | {"auditor"}

ROWS = [
    *nouns(
        READS_DOSSIERS,
        a_purchase,
        "analytics:dossier-detail",
        "analytics:dossier-archive",
        "api:dossier",
        "api:dossier-archive",
    ),
    *lists(STAFF, "api:review-list", "api:finding-list", "api:survey-list"),
    *nouns(STAFF, an_open_review_of, "api:review-detail"),
    *creates(HEAD, "api:review-list", see=STAFF),
    *verbs(STAFF, HEAD, an_open_review_of, "api:review-measure", data={}),
    *verbs(STAFF, HEAD, an_open_review_of, "api:review-close"),
    *nouns(STAFF, one_finding, "api:finding-detail"),
    *creates(PROCUREMENT | {"auditor"}, "api:finding-list", see=STAFF),
    *verbs(STAFF, HEAD, one_finding, "api:finding-decide"),
    *verbs(STAFF, HEAD, one_finding, "api:finding-drop", data={"reason": "Rare"}),
    *nouns(ORGANISATION, a_suppliers_survey, "api:survey-detail", "api:survey-result"),
    *creates(HEAD, "api:survey-list", see=STAFF),
    *verbs(ORGANISATION, set(), a_suppliers_survey, "api:survey-answer", data={"answers": []}),
    *lists(SUPPLIERS, "api:portal-survey-list"),
    *nouns(SUPPLIERS, a_suppliers_survey, "api:portal-survey-detail"),
    *verbs(SUPPLIERS, SUPPLIERS, a_suppliers_survey, "api:portal-survey-answer", data={"answers": []}),
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
    *uncounted("a person is asked once a cycle", "analytics:portal-survey-list", "api:portal-survey-list"),
    *uncounted("one a cycle", "api:review-list"),
    *uncounted("three a cycle", "api:survey-list"),
    *counted("procurement_head", one_finding, "api:finding-list"),
]
