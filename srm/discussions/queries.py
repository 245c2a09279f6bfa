"""What was said and what is to do about an object, as one reader sees it."""

import re

from django.db import models
from django.db.models import Q

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.subjects import may_see_subject

MENTION = re.compile(r"(?<![\w@.])@([\w][\w.+-]{1,62}[\w])")
MAX_MENTIONS = 20


def mentioned_people(body: str, subject: models.Model) -> list[User]:
    """Return our people whom the text names by `@` and the first part of their e-mail, if they may see the object.

    A supplier's people are never found by name: nobody learns who works for whom.
    """
    names = list(dict.fromkeys(m.lower() for m in MENTION.findall(body)))[:MAX_MENTIONS]
    if not names:
        return []
    wanted = Q()
    for name in names:
        wanted |= Q(email__istartswith=f"{name}@")
    people = User.objects.filter(wanted, is_active=True, kind=Kind.STAFF).order_by("pk")
    return [p for p in people if may_see_subject(p, subject)]
