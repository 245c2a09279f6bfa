"""A letter that asks for something: who wrote it, what it says, in the words of our reference data."""

import hashlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from procurement.forms.sheets.known import references
from procurement.models import Requisition
from procurement.policies.requisition import may_create_requisition
from procurement.queries.habit import suggest_category, usual_head
from procurement.rules.letter import Letter, LetterLine, read_letter
from procurement.services import LineInput, draft_from_mail
from srm.accounts.models import User
from srm.errors import Invalid, NotPermitted
from srm.imports.words import NAMESAKES, key

MAX_FILES = 10


def receive_letter(raw: bytes) -> Requisition:
    """Make a draft from an e-mail as it came (RFC 5322).

    Raises NotPermitted for a sender who is not one of us, Invalid with all that could not be read.
    """
    message: Any = message_from_bytes(raw, policy=policy.default)
    sender = _sender(message)
    letter = read_letter(_text(message))
    known = references()
    fields = _head(letter, known, sender, str(message["Subject"] or ""))
    lines = [_line(line, index, known, sender, letter) for index, line in enumerate(letter.lines)]
    if letter.errors:
        raise Invalid(letter.errors)
    return draft_from_mail(message_id=_id(message, raw), lines=lines, files=list(_files(message)), by=sender, **fields)


def _sender(message: EmailMessage) -> User:
    address = parseaddr(str(message["From"] or ""))[1]
    sender = User.objects.filter(email__iexact=address, is_active=True).select_related("department").first()
    if sender is None or not may_create_requisition(sender):
        raise NotPermitted(_("Nobody of a department has the address %(address)s.") % {"address": address or "–"})
    return sender


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        raise Invalid({"body": _("The letter has no plain text.")})
    return str(body.get_content())


def _head(letter: Letter, known: dict[str, Any], sender: User, subject: str) -> dict[str, Any]:
    usual = usual_head(sender)
    head = {
        "title": (letter.head.get("title") or subject).strip()[:200] or _("Request by e-mail"),
        "needed_on": letter.needed_on, "reason": letter.head.get("reason", ""), "is_urgent": letter.is_urgent,
        "project": letter.head.get("project", "")[:40],
    }  # fmt: skip
    for name, kind in (("cost_centre", "centres"), ("place", "places")):
        said = letter.head.get(name, "")
        found = known[kind].get(key(said)) if said else getattr(usual, name, None)
        if found is None or found.legal_entity_id != sender.department.legal_entity_id:
            several = key(said) in known[kind].namesakes
            letter.errors[name] = (
                str(NAMESAKES) if several else _("“%(word)s” is not known in your company.") % {"word": said}
            )
        head[name] = found
    return head


def _line(line: LetterLine, index: int, known: dict[str, Any], sender: User, letter: Letter) -> LineInput:
    item = known["items"].get(key(line.what))
    unit = known["units"].get(key(line.unit)) if line.unit else None
    if unit is None and (line.unit or item is None):
        letter.errors[f"lines.{index}.unit"] = _("This unit is not known.")
    suggested = None if item else suggest_category(line.what, sender)
    return LineInput(
        item=item, description="" if item else line.what[:500], quantity=line.quantity, unit=unit,
        unit_price=line.unit_price, category=suggested.category if suggested else None,
    )  # fmt: skip


def _files(message: EmailMessage) -> Iterator[UploadedFile]:
    for index, part in enumerate(message.iter_attachments()):
        if index >= MAX_FILES:
            return
        content = part.get_payload(decode=True) or b""
        if isinstance(content, bytes) and content:
            name = part.get_filename() or f"file-{index + 1}"
            yield UploadedFile(ContentFile(content), name=name, size=len(content))


def _id(message: EmailMessage, raw: bytes) -> str:
    return str(message["Message-ID"] or "").strip()[:250] or hashlib.sha256(raw).hexdigest()
