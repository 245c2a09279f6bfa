"""Awards that were approved before savings were kept count for their category, in the cycle of their day."""

from decimal import Decimal

from django.conf import settings
from django.db import migrations


def report(apps, schema_editor):
    Award = apps.get_model("tenders", "Award")
    AwardSaving = apps.get_model("procurement", "AwardSaving")
    cycles = list(apps.get_model("procurement", "Cycle").objects.all())
    awards = Award.objects.filter(status__in=["approved", "accepted"], lot__estimate__gt=0, decided_at__isnull=False)
    for award in awards.select_related("lot__tender", "lot__bundle").iterator():
        on, rate = award.decided_at.date(), _rate(apps, award)
        if rate:
            AwardSaving.objects.get_or_create(
                source_key=f"award:{award.public_id}",
                defaults={
                    "category_id": (award.lot.bundle or award.lot.tender).category_id,
                    "cycle": next((c for c in cycles if c.starts_on <= on <= c.ends_on), None),
                    "reference": f"{award.lot.tender.number}/{award.lot.number}",
                    "link": f"/lots/{award.lot.public_id}/award/",
                    "estimate": (award.lot.estimate * rate).quantize(Decimal("0.01")),
                    "awarded": (award.amount * rate).quantize(Decimal("0.01")),
                    "currency": award.currency, "rate": rate, "awarded_on": on,
                },
            )  # fmt: skip


def _rate(apps, award):
    """Without a rate of the day there is nothing to compare, as in the service."""
    if award.currency == settings.ORGANISATION_CURRENCY:
        return Decimal(1)
    rates = apps.get_model("reference", "ExchangeRate").objects.filter(currency_id=award.currency)
    return rates.filter(on__lte=award.decided_at.date()).order_by("-on").values_list("rate", flat=True).first()


class Migration(migrations.Migration):
    dependencies = [
        ("tenders", "0002_award_approval_level"),
        ("procurement", "0011_award_savings"),
        ("reference", "0003_codes"),
    ]

    operations = [migrations.RunPython(report, migrations.RunPython.noop)]
