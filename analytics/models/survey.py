from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.states import SurveyAudience
from procurement.models import Cycle
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import PublicModel, TrackedModel
from suppliers.models import Supplier


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SurveyQuerySet":
        """Procurement, finance and the auditor read the results; others see what they were asked."""
        if user.has_role(*ORGANISATION_ROLES):
            return self
        return self.filter(invitations__user_id=user.pk)

    def for_supplier(self, supplier: Supplier) -> "SurveyQuerySet":
        """What was put to the supplier's people."""
        return self.filter(invitations__supplier=supplier).distinct()

    def open_at(self, now: Any) -> "SurveyQuerySet":
        return self.filter(closes_at__gt=now)


class Survey(TrackedModel):
    """Three questions put to one audience in a cycle; answers are read together, never by name."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="surveys")
    audience = models.CharField(_("audience"), max_length=12, choices=SurveyAudience)
    closes_at = models.DateTimeField(_("closes"))

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "audience"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "audience"], name="survey_once_per_audience"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_audience_display()}"

    def get_absolute_url(self) -> str:
        return reverse("analytics:survey-detail", args=[self.public_id])


class SurveyQuestion(models.Model):
    """A statement one agrees or disagrees with, 1 to 5, in three languages."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("text"), max_length=200)
    texts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="survey_question_position"),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyInvitationQuerySet(models.QuerySet):
    def of(self, user: Any) -> "SurveyInvitationQuerySet":
        return self.filter(user=user)

    def unanswered(self) -> "SurveyInvitationQuerySet":
        return self.filter(answered_at=None)


class SurveyInvitation(PublicModel):
    """One person is asked; answered once."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="survey_invitations")
    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = SurveyInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "user"], name="survey_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.user}"


class SurveyAnswer(models.Model):
    """An answer, 1 (disagree) to 5 (agree); kept apart from who gave it."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    value = models.PositiveSmallIntegerField()
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=1, value__lte=5), name="answer_1_5"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"
