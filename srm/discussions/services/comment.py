from django.db import models, transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.authz import require
from srm.clock import database_now
from srm.discussions.events import CommentPosted, CommentWithdrawn
from srm.discussions.models import Comment
from srm.discussions.policies import may_post_comment, may_withdraw_comment
from srm.discussions.queries import mentioned_people
from srm.documents.states import Audience
from srm.errors import Invalid
from srm.events.services import label_of, record
from srm.subjects import find_subject

MAX_BODY = 4000


@transaction.atomic
def post_comment(*, subject: models.Model, body: str, by: User, audience: str = Audience.INTERNAL) -> Comment:
    """Say something about an object; people named by `@name.surname` (their e-mail's first part) are told.

    What a supplier's person says is always shared. Raises Invalid when there is nothing to say or too much.
    Records CommentPosted on the object.
    """
    audience = Audience.SUPPLIER if by.is_portal else Audience(audience)
    require(may_post_comment(by, subject, audience), _("You cannot comment here."))
    body = body.strip()
    if not body or len(body) > MAX_BODY:
        raise Invalid({"body": _("Write between 1 and %(max)d characters.") % {"max": MAX_BODY}})
    comment = Comment.objects.create(
        subject_type=label_of(subject), subject_id=subject.pk, body=body, author=by, audience=audience
    )
    people = mentioned_people(body, subject)
    comment.mentions.set(people)
    record(CommentPosted(comment.public_id, audience, [p.email for p in people]), subject=subject, by=by)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User) -> Comment:
    """Take one's own words back: the place stays, marked as withdrawn. Records CommentWithdrawn."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(may_withdraw_comment(by, comment), _("Only the author may withdraw a comment."))
    comment.withdrawn_at = database_now()
    comment.save(update_fields=["withdrawn_at"])
    subject = find_subject(comment.subject_type, comment.subject_id)
    record(CommentWithdrawn(comment.public_id, comment.audience), subject=subject, by=by)
    return comment
