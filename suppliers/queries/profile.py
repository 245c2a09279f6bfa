"""What the page of a supplier shows at a glance, for staff and for the company itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from srm.clock import shown_today
from srm.documents.models import Attachment
from srm.events.services import label_of
from srm.reading import counts_of
from suppliers.models import Certificate, Scorecard, ScorecardCriterion, Supplier, SupplyFact
from suppliers.states import BAND_TONES, BankAccountStatus, CertificateStatus, MembershipRole

TREND = 8
CERTIFICATE_TONES = {
    CertificateStatus.VALID: "neutral", CertificateStatus.EXPIRING: "waiting", CertificateStatus.EXPIRED: "late",
}  # fmt: skip


@dataclass(frozen=True)
class CardRow:
    """One criterion of a scorecard: its score, how it compares, and the evidence behind it."""

    name: str
    weight: Decimal
    score: Decimal | None
    previous: Decimal | None
    evidence: str
    is_critical: bool

    @property
    def change(self) -> Decimal | None:
        return None if self.score is None or self.previous is None else self.score - self.previous


@dataclass(frozen=True)
class CardView:
    """A scorecard as it is read: the rows, the totals before it, the band in words."""

    card: Scorecard
    rows: list[CardRow]
    previous: Scorecard | None
    trend: dict[str, Any] | None
    tone: str

    @property
    def change(self) -> Decimal | None:
        if self.previous is None or self.previous.total is None or self.card.total is None:
            return None
        return self.card.total - self.previous.total


def card_view(card: Scorecard | None) -> CardView | None:
    """Return the scorecard with its trend; two queries."""
    if card is None:
        return None
    past = list(
        Scorecard.objects.filter(supplier=card.supplier_id, period_to__lte=card.period_to, pk__lte=card.pk)
        .order_by("-period_to", "-pk")[:TREND]
    )  # fmt: skip
    previous = past[1] if len(past) > 1 else None
    names = {c.code: str(c) for c in ScorecardCriterion.objects.all()}
    rows = [_card_row(c, card, previous, names) for c in card.inputs.get("criteria", [])]
    return CardView(card, rows, previous, _trend(past[::-1]), BAND_TONES.get(card.band, "neutral"))  # type: ignore[call-overload]


def _card_row(criterion: dict, card: Scorecard, previous: Scorecard | None, names: dict[str, str]) -> CardRow:
    code = criterion["id"]
    score, before = card.scores.get(code), previous.scores.get(code) if previous else None
    return CardRow(
        name=names.get(code, code), weight=Decimal(criterion["weight"]),
        score=Decimal(score) if score is not None else None, previous=Decimal(before) if before is not None else None,
        evidence=_evidence_text(card.facts.get(code, {})), is_critical=code in card.critical,
    )  # fmt: skip


def _evidence_text(facts: dict) -> str:
    """Word how many facts stand behind a score; few facts are a reason to doubt it."""
    count = facts.get("count", 0)
    if not count:
        return _("nothing known")
    if facts.get("of") == "ratings":
        return ngettext("%(count)s rating", "%(count)s ratings", count) % {"count": count}
    if facts.get("of") == "promised lines":
        return ngettext(
            "%(count)s delivery with a promised day", "%(count)s deliveries with a promised day", count
        ) % {"count": count}  # fmt: skip
    return ngettext("%(count)s delivery", "%(count)s deliveries", count) % {"count": count}


def _trend(cards: list[Scorecard]) -> dict[str, Any] | None:
    known = [c for c in cards if c.total is not None]
    if len(known) < 2:
        return None
    return {
        "labels": [c.period_to.isoformat() for c in known],
        "series": [{"label": _("Score"), "values": [float(c.total or 0) for c in known], "area": True}],
    }


@dataclass(frozen=True)
class CertificateRow:
    certificate: Certificate
    word: str
    tone: str
    days: int | None
    file: Attachment | None


def certificates_of(supplier: Supplier, user: Any) -> list[CertificateRow]:
    """Return the current documents with their state and newest file; two queries."""
    today = shown_today()
    rows = list(supplier.certificates.current())
    files = Attachment.objects.filter(
        subject_type=label_of(Certificate), subject_id__in=[c.pk for c in rows], removed_at=None
    )
    newest = {f.subject_id: f for f in files.for_reader(user).order_by("pk")}
    return [_certificate_row(c, newest.get(c.pk), today) for c in rows]


def _certificate_row(certificate: Certificate, file: Attachment | None, today: date) -> CertificateRow:
    state = certificate.state_on(today)
    days = (certificate.expires_on - today).days if certificate.expires_on else None
    return CertificateRow(certificate, str(state.label), CERTIFICATE_TONES[state], days, file)


@dataclass(frozen=True)
class Check:
    """One thing a complete profile has."""

    word: str
    is_done: bool
    url_name: str


@dataclass(frozen=True)
class Completeness:
    checks: list[Check]

    @property
    def percent(self) -> int:
        return round(100 * sum(c.is_done for c in self.checks) / len(self.checks))


def completeness_of(supplier: Supplier) -> Completeness:
    """Return what the company has still to tell; one query."""
    has = {f: bool(getattr(supplier, f)) for f in ("legal_name", "tax_id", "country", "address", "email", "phone")}
    accounts, admins, documents, qualifications = counts_of(
        supplier.bank_accounts.filter(status=BankAccountStatus.CONFIRMED),
        supplier.memberships.active().filter(role=MembershipRole.ADMIN),
        supplier.certificates.current(), supplier.qualifications.all(),
    )  # fmt: skip
    company, edit = "suppliers:portal-company", "suppliers:portal-company-edit"
    return Completeness(
        [
            Check(_("Company data"), all(has[f] for f in ("legal_name", "tax_id", "country", "address")), edit),
            Check(_("How to reach you"), has["email"] and has["phone"], edit),
            Check(_("Bank account, confirmed"), accounts > 0, "suppliers:portal-bank-account-create"),
            Check(_("An administrator"), admins > 0, company),
            Check(_("Documents"), documents > 0, "suppliers:portal-certificate-create"),
            Check(_("What you can supply"), qualifications > 0, "suppliers:portal-qualification-create"),
        ]
    )


def deliveries_chart(supplier: Supplier, months: int = 12) -> dict[str, Any] | None:
    """Return the lines received a month, on time and late, for a stacked bar; None where there are none."""
    last = SupplyFact.objects.filter(supplier=supplier, received_on__isnull=False).order_by("-received_on").first()
    if last is None:
        return None
    since = (last.received_on - timedelta(days=31 * (months - 1))).replace(day=1)
    rows = (
        SupplyFact.objects.filter(supplier=supplier, received_on__gte=since)
        .annotate(month=TruncMonth("received_on")).values("month").order_by("month")
        .annotate(lines=Count("pk"), late=Count("pk", filter=Q(received_on__gt=F("promised_on"))))
    )  # fmt: skip
    found = list(rows)
    return {
        "labels": [date_format(r["month"], _("M Y")) for r in found], "stacked": True,
        "series": [
            {"label": _("On time"), "values": [r["lines"] - r["late"] for r in found]},
            {"label": _("Late"), "values": [r["late"] for r in found]},
        ],
    }  # fmt: skip
