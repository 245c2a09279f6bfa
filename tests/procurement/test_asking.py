"""Ways to a draft: template, letter, catalogue, two tabs, words that find their category; and the end of a request."""

from datetime import timedelta
from decimal import Decimal
from email.message import EmailMessage

import pytest
from django.urls import reverse

from procurement.forms.letter import receive_letter
from procurement.models import InboundMail, Requisition, RequisitionRating, RequisitionTemplate
from procurement.queries.habit import suggest_category
from procurement.services import (
    LineInput,
    approve_requisition,
    delete_template,
    keep_template,
    rate_requisition,
    update_requisition,
    use_template,
)
from procurement.states import LineStage, RequisitionStatus
from srm.clock import organisation_today
from srm.documents.models import Attachment
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import deliver_pending
from srm.notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, PlaceFactory, UnitFactory
from tests.procurement.test_requisition_pages import page, send, typed
from tests.scenarios.procurement import a_company, a_draft, a_submitted_requisition, an_approved_requisition

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company()
    company.requester.department = company.department
    return company


def letter(company, body, **heads):
    message = EmailMessage()
    message["From"] = heads.get("sender", f"Oleh <{company.requester.email}>")
    message["Subject"] = heads.get("subject", "Spare parts")
    message["Message-ID"] = heads.get("message_id", "<1@example.com>")
    message.set_content(body)
    return message


def body_of(company, *lines, **more):
    head = {
        "Needed on": (organisation_today() + timedelta(days=20)).isoformat(), "Cost centre": company.cost_centre.code,
        "Place": company.place.code, **more,
    }  # fmt: skip
    return "\n".join([*(f"{k}: {v}" for k, v in head.items()), "", *lines])


def test_a_letter_becomes_its_senders_draft_with_its_files(company):
    message = letter(company, body_of(company, f"{company.item.code}; 10", Reason="Overhaul"))
    message.add_attachment(b"%PDF-1.4\n%%EOF\n", maintype="application", subtype="pdf", filename="drawing.pdf")

    draft = receive_letter(message.as_bytes())
    deliver_pending()

    line = draft.lines.get()
    assert (draft.requester, draft.status, draft.title) == (company.requester, RequisitionStatus.DRAFT, "Spare parts")
    assert (draft.reason, line.item, line.quantity) == ("Overhaul", company.item, 10)
    assert [a.name for a in Attachment.objects.filter(subject_id=draft.pk)] == ["drawing.pdf"]
    assert Notice.objects.get(recipient=company.requester).kind == "procurement.mail_drafted"


def test_the_same_letter_makes_one_draft(company):
    raw = letter(company, body_of(company, f"{company.item.code}; 10")).as_bytes()

    numbers = {receive_letter(raw).number for _ in range(2)}

    assert (len(numbers), Requisition.objects.count(), InboundMail.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("who", ["nobody", "left", "no_department", "supplier"])
def test_a_letter_of_who_may_not_ask_makes_nothing(company, who):
    from tests.factories.accounts import PortalUserFactory

    sender = {
        "nobody": lambda: "stranger@example.com",
        "left": lambda: UserFactory(is_active=False, department=company.department).email,
        "no_department": lambda: UserFactory(department=None).email,
        "supplier": lambda: PortalUserFactory().email,
    }[who]()

    with pytest.raises(NotPermitted):
        receive_letter(letter(company, body_of(company, f"{company.item.code}; 10"), sender=sender).as_bytes())

    assert Requisition.objects.count() == 0


def test_a_letter_that_cannot_be_read_says_where_and_makes_nothing(company):
    body = body_of(company, "Glue; many; pcs", "Rope; 2; furlong", **{"Needed on": "soon", "Place": "Moon"})

    with pytest.raises(Invalid) as refusal:
        receive_letter(letter(company, body).as_bytes())

    assert set(refusal.value.errors) == {"needed_on", "place", "lines.0", "lines.0.unit"}
    assert (Requisition.objects.count(), InboundMail.objects.count()) == (0, 0)


def test_a_place_that_several_are_called_is_not_guessed(company):
    PlaceFactory(code="DOCK-1", name="Dock", legal_entity=company.place.legal_entity)
    PlaceFactory(code="DOCK-2", name="dock", legal_entity=company.place.legal_entity)

    with pytest.raises(Invalid) as wrong:
        receive_letter(letter(company, body_of(company, f"{company.item.code}; 10", Place="Dock")).as_bytes())

    assert "Several have this name" in str(wrong.value.errors["place"])
    assert Requisition.objects.count() == 0


def test_words_find_the_category_that_such_words_had(company):
    gloves, other = CategoryFactory(name="Protective wear"), CategoryFactory(name="Cables")
    unit = UnitFactory()
    a_draft(company, LineInput(description="Nitrile gloves, size 9", category=gloves, unit=unit, quantity=Decimal(1)))

    assert suggest_category("gloves for welders", company.requester).category == gloves
    assert suggest_category("copper cable", company.requester).category == other
    assert suggest_category("zzz", company.requester) is None


def test_a_template_gives_a_draft_at_todays_prices_to_the_whole_department(company):
    colleague = UserFactory(department=company.department)
    template = keep_template(
        requisition=a_submitted_requisition(company), name="Press 3", shared=True, lead_days=9, by=company.requester
    )

    draft = use_template(template=template, by=colleague)

    assert (draft.requester, draft.title, draft.status) == (colleague, "Press 3", RequisitionStatus.DRAFT)
    assert draft.needed_on == organisation_today() + timedelta(days=9)
    assert [(li.item, li.quantity) for li in draft.lines.all()] == [(company.item, 10)]


def test_a_template_of_ones_own_is_seen_by_nobody_else_and_deleted_by_its_maker(company):
    colleague = UserFactory(department=company.department)
    own = keep_template(requisition=a_draft(company), name="Mine", by=company.requester)
    shared = keep_template(requisition=a_draft(company), name="Ours", shared=True, by=company.requester)

    assert list(RequisitionTemplate.objects.visible_to(colleague)) == [shared]
    with pytest.raises(NotPermitted):
        delete_template(template=shared, by=colleague)
    delete_template(template=own, by=company.requester)
    assert list(RequisitionTemplate.objects.all()) == [shared]


def test_a_template_needs_a_name(company):
    with pytest.raises(Invalid):
        keep_template(requisition=a_draft(company), name=" ", by=company.requester)

    assert RequisitionTemplate.objects.count() == 0


def test_an_older_tab_is_refused_and_nothing_of_the_newer_one_is_lost(company):
    draft = a_draft(company)
    read = draft.version
    update_requisition(requisition=draft, title="From tab one", version=read, by=company.requester)

    with pytest.raises(Refused) as refusal:
        update_requisition(requisition=draft, title="From tab two", version=read, by=company.requester)

    draft.refresh_from_db()
    assert (refusal.value.code, draft.title, draft.version) == ("stale", "From tab one", read + 1)


def test_the_older_tab_keeps_what_was_typed_and_may_overwrite_knowingly(client, company):
    draft = a_draft(company)
    row = {"item": company.item.public_id, "quantity": "4", "unit_price": "5"}
    first = send(client, company.requester, "requisition-autosave", draft.public_id,
                 data=typed(company, row, title="Tab one", version=draft.version))  # fmt: skip

    auto = send(client, company.requester, "requisition-autosave", draft.public_id,
                data=typed(company, row, title="Tab two", version=draft.version))  # fmt: skip
    kept = send(client, company.requester, "requisition-edit", draft.public_id,
                data=typed(company, row, title="Tab two", version=draft.version))  # fmt: skip
    draft.refresh_from_db()
    title = draft.title
    over = send(client, company.requester, "requisition-edit", draft.public_id,
                data=typed(company, row, title="Tab two", version="1", overwrite="1"))  # fmt: skip

    draft.refresh_from_db()
    assert (first.status_code, first["X-Version"], auto.status_code, kept.status_code) == (204, "2", 409, 409)
    assert "another tab" in auto.content.decode()
    assert 'value="Tab two"' in kept.content.decode()
    assert (title, over.status_code, draft.title) == ("Tab one", 302, "Tab two")


def test_ticked_items_of_the_catalogue_become_a_draft(client, company):
    answer = send(client, company.requester, "requisition-from-items", data={"ids": [company.item.public_id]})

    draft = Requisition.objects.get()
    assert answer.url == reverse("procurement:requisition-edit", args=[draft.public_id])
    assert [(li.item, li.quantity) for li in draft.lines.all()] == [(company.item, 1)]


def a_received(company):
    requisition = an_approved_requisition(company)
    requisition.lines.update(stage=LineStage.RECEIVED)
    Requisition.objects.filter(pk=requisition.pk).update(status=RequisitionStatus.DONE)
    return requisition


def test_the_requester_rates_once_at_the_end(client, company):
    requisition = a_received(company)

    answer = send(client, company.requester, "requisition-rate", requisition.public_id, data={"score": "4"})
    with pytest.raises(Refused):
        rate_requisition(requisition=requisition, score=1, by=company.requester)

    assert (answer.status_code, RequisitionRating.objects.get().score) == (302, 4)


@pytest.mark.parametrize(
    ("error", "state", "score", "who"),
    [
        (NotPermitted, a_received, 5, "head"), (Invalid, a_received, 6, "requester"),
        (Refused, an_approved_requisition, 5, "requester"),
    ],
)  # fmt: skip
def test_nobody_else_rates_nor_too_early_nor_out_of_range(company, error, state, score, who):
    requisition = state(company)

    with pytest.raises(error):
        rate_requisition(requisition=requisition, score=score, by=getattr(company, who))

    assert RequisitionRating.objects.count() == 0


def test_the_panel_says_how_long_approvals_take_and_what_is_on_its_way(client, company):
    for _ in range(3):
        requisition = a_submitted_requisition(company)
        step = requisition.approval_steps.get()
        approve_requisition(requisition=requisition, by=company.head)
        step.refresh_from_db()
        type(step).objects.filter(pk=step.pk).update(asked_at=step.decided_at - timedelta(hours=12))
    requisition.lines.update(stage=LineStage.ORDERED)
    data = typed(company, {"item": company.item.public_id, "quantity": "1", "unit_price": "5"})

    html = send(client, company.requester, "requisition-foresee", data=data).content.decode()

    assert "usually 12 hours" in html
    assert "about 12 hours" in html
    assert "10 ordered" in html
    assert "20 asked for" in html
    assert "left after it" in html


def test_a_letters_link_leads_to_sign_in_and_decides_nothing(client, company):
    requisition = a_submitted_requisition(company)
    deliver_pending()
    link = Notice.objects.get(recipient=company.head).url

    answer = client.get(link)

    requisition.refresh_from_db()
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))
    assert client.get(reverse("procurement:requisition-approve", args=[requisition.public_id])).status_code in {
        302,
        405,
    }
    assert page(client, company.head, "requisition-detail", requisition.public_id).status_code == 200
    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.SUBMITTED
