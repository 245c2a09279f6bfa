"""Abstract bases that every noun shares: a random public id for URLs, a number for people, who made it when."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: people read these aloud


def new_public_id() -> str:
    """Return 16 random characters (79 bits): unguessable, fit for URLs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


class PublicModel(models.Model):
    """Something with a page of its own: its URL carries `public_id`, never a counter."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True


class TrackedModel(PublicModel):
    """A public noun that remembers when and by whom it was made (`created_by` empty: by the house itself)."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True
