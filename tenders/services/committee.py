"""Who judges: chosen before the opening, free of conflicts before seeing anything."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import record
from tenders.events import CommitteeSet, ConflictDenied, MemberReleased
from tenders.models import CommitteeMember, Tender
from tenders.policies import may_declare, may_edit_tender, may_release_member
from tenders.services.locking import lock_tender
from tenders.states import CommitteeRole, TenderStatus

CHANGEABLE = (TenderStatus.DRAFT, TenderStatus.PUBLISHED)


@transaction.atomic
def set_committee(*, tender: Tender, members: Sequence[tuple[User, str]], by: Any) -> list[CommitteeMember]:
    """Choose the committee; who stays keeps his declaration. Raises Refused after the opening; records CommitteeSet.

    The buyer is not on it: he proposes the award that its chair approves.
    """
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender chooses its committee."))
    if tender.status not in CHANGEABLE:
        raise Refused(_("Bids are open: the committee stands."), code="too_late")
    _check(tender, members)
    roles = {user.pk: role for user, role in members}
    tender.committee.exclude(user_id__in=roles).delete()
    for user_id, role in roles.items():
        CommitteeMember.objects.update_or_create(tender=tender, user_id=user_id, defaults={"role": role})
    record(CommitteeSet(tender.public_id, [user.email for user, _role in members]), subject=tender, by=by)
    return list(tender.committee.select_related("user"))


@transaction.atomic
def declare_no_conflict(*, tender: Tender, by: Any) -> CommitteeMember:
    """A member declares that he has no interest in any bidder. Records ConflictDenied."""
    tender = lock_tender(tender)
    require(may_declare(by, tender), _("Only members of the committee declare themselves."))
    member = tender.committee.get(user_id=by.pk)
    if member.declared_at is None:
        member.declared_at = database_now()
        member.save(update_fields=["declared_at"])
        record(ConflictDenied(tender.public_id), subject=tender, by=by)
    return member


@transaction.atomic
def release_member(*, tender: Tender, user: User, reason: str, by: Any) -> None:
    """Let a member go after the opening (conflict, illness), so that the others' scores suffice; his own are dropped.

    Refused once his scores are frozen, and for the last scorer. Records MemberReleased.
    """
    tender = lock_tender(tender)
    require(may_release_member(by, tender), _("Only the buyer of this tender releases a member."))
    member = tender.committee.filter(user=user).first()
    if member is None:
        raise Invalid({"user": _("Not a member of this committee.")})
    if tender.score_sheets.filter(scorer=user, frozen_at__isnull=False).exists():
        raise Refused(_("His scores are frozen and count."), code="frozen")
    if member.role != CommitteeRole.CHAIR and not _other_scorers(tender, user):
        raise Refused(_("He is the last scorer. Close the tender without award instead."), code="last_scorer")
    tender.score_sheets.filter(scorer=user).delete()
    member.delete()
    record(MemberReleased(tender.public_id, user.email, reason), subject=tender, by=by)


def _other_scorers(tender: Tender, user: User) -> bool:
    return tender.committee.exclude(user=user).exclude(role=CommitteeRole.CHAIR).exists()


def _check(tender: Tender, members: Sequence[tuple[User, str]]) -> None:
    people = [user.pk for user, _role in members]
    if tender.buyer_id in people:
        raise NotPermitted(_("The buyer is not on the committee that decides on his proposal."), field="members")
    if len(set(people)) != len(people):
        raise Invalid({"members": _("Each person once.")})
    if any(user.kind != Kind.STAFF or not user.is_active for user, _role in members):
        raise Invalid({"members": _("Members are people of this organisation.")})
    if sum(role == CommitteeRole.CHAIR for _user, role in members) > 1:
        raise Invalid({"members": _("There is one chair.")})
