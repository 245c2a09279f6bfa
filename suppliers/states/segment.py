from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suppliers.rules import preference as rule


class Segment(models.TextChoices):
    """How we treat a supplier in a category, from quadrant, performance and share."""

    PARTNER = "partner", _("Partner")
    DEVELOP = "develop", _("Develop")
    SECURE = "secure", _("Secure")
    COMPETE = "compete", _("Compete")
    MAINTAIN = "maintain", _("Maintain")
    EXIT = "exit", _("Phase out")
    UNKNOWN = "unknown", _("Not enough facts")


class Care(models.TextChoices):
    """The least attention a segment asks for."""

    JOINT_PLAN = "joint_plan", _("Joint plan, quarterly review")
    QUARTERLY = "quarterly", _("Quarterly review")
    YEARLY = "yearly", _("Yearly review")
    NONE = "none", _("On occasion")


class Gap(models.TextChoices):
    """What of the minimum care is missing."""

    OWNER = "owner", _("Nobody looks after him")
    PLAN = "plan", _("No joint plan")
    REVIEW = "review", _("Review overdue")


class Preference(models.TextChoices):
    """How a supplier sees us as a customer."""

    CORE = rule.Preference.CORE.value, _("Core")
    EXPLOITABLE = rule.Preference.EXPLOITABLE.value, _("Exploitable")
    DEVELOPMENT = rule.Preference.DEVELOPMENT.value, _("Development")
    NUISANCE = rule.Preference.NUISANCE.value, _("Nuisance")
    UNKNOWN = rule.Preference.UNKNOWN.value, _("Not known")


class Question(models.TextChoices):
    """What a supplier is asked about us as a customer."""

    PROFIT = rule.Question.PROFIT.value, _("Business with this customer earns us what we need")
    GROWTH = rule.Question.GROWTH.value, _("It will grow in the next years")
    PAYMENT = rule.Question.PAYMENT.value, _("Invoices are paid in full and on time")
    EASE = rule.Question.EASE.value, _("Orders are clear, answers quick, changes few")
    REFERENCE = rule.Question.REFERENCE.value, _("The customer opens doors to other business or new knowledge")


class Agreement(models.IntegerChoices):
    """How far one agrees with a sentence."""

    NOT = 1, pgettext_lazy("agreement", "Not at all")
    LITTLE = 2, _("Little")
    PARTLY = 3, _("Partly")
    MOSTLY = 4, _("Mostly")
    FULLY = 5, _("Fully")
