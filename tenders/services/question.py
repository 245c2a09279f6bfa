"""One asks, all are answered, and nobody learns who asked."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused, WrongState
from srm.events.services import record
from suppliers.models import Supplier
from tenders.events import QuestionAnswered, QuestionAsked
from tenders.models import Question, Tender
from tenders.policies import may_bid, may_edit_tender
from tenders.services.locking import lock_tender
from tenders.states import TenderStatus


@transaction.atomic
def ask_question(*, tender: Tender, supplier: Supplier, text: str, by: Any) -> Question:
    """A bidder asks until the day set for it. Raises Refused later. Records QuestionAsked on the question alone."""
    tender = lock_tender(tender)
    invited = tender.invitations.filter(supplier=supplier).exists()
    require(invited and may_bid(by, supplier), _("Only invited bidders ask."))
    if not text.strip():
        raise Invalid({"text": _("Write your question.")})
    if tender.status != TenderStatus.PUBLISHED or database_now() >= tender.questions_until:
        raise Refused(_("The time for questions is over."), code="too_late")
    question = Question.objects.create(tender=tender, supplier=supplier, text=text.strip(), created_by=by)
    record(QuestionAsked(tender.public_id), subject=question, by=by)
    return question


@transaction.atomic
def answer_question(*, question: Question, answer: str, by: Any, text: str = "") -> Question:
    """Answer to all bidders; `text` may reword the question so that it does not betray who asked.

    Raises WrongState for a question answered before. Records QuestionAnswered.
    """
    tender = lock_tender(question.tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender answers."))
    if not answer.strip():
        raise Invalid({"answer": _("Write the answer.")})
    question.refresh_from_db()
    if question.answered_at is not None:
        raise WrongState(_("This question is answered."))
    if tender.status != TenderStatus.PUBLISHED or database_now() >= tender.bids_until:
        raise Refused(_("Bidding is over: an answer comes too late."), code="too_late")
    question.text = text.strip() or question.text
    question.answer, question.answered_at, question.answered_by = answer.strip(), database_now(), by
    question.save(update_fields=["text", "answer", "answered_at", "answered_by"])
    record(QuestionAnswered(tender.public_id, question.public_id), subject=tender, by=by)
    return question
