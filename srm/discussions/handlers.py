from django.utils.text import Truncator

from srm.discussions.events import CommentPosted, TodoAdded
from srm.discussions.models import Comment, Todo
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.subjects import find_subject, subject_url


@on(CommentPosted)
def tell_mentioned(event: CommentPosted, *, record: Event) -> None:
    """Who was named in a comment hears of it."""
    comment = Comment.objects.select_related("author").get(public_id=event.comment)
    subject = find_subject(comment.subject_type, comment.subject_id)
    for person in comment.mentions.exclude(pk=comment.author_id):
        params = {"who": comment.author.name, "what": str(subject), "text": Truncator(comment.body).chars(200)}
        notify(
            recipients=[person], kind="discussions.mentioned", subject=subject, event=record, params=params,
            url=subject_url(subject, person),
        )  # fmt: skip


@on(TodoAdded)
def tell_assignee(event: TodoAdded, *, record: Event) -> None:
    """Who got something to do from somebody else hears of it."""
    todo = Todo.objects.select_related("created_by", "assignee").get(public_id=event.todo)
    if todo.assignee_id == todo.created_by_id:
        return
    subject = find_subject(todo.subject_type, todo.subject_id)
    params = {"who": todo.created_by.name, "what": str(subject), "text": todo.text}
    notify(
        recipients=[todo.assignee], kind="discussions.todo_given", subject=subject, event=record, params=params,
        url=subject_url(subject, todo.assignee),
    )  # fmt: skip
