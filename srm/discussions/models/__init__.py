from srm.discussions.models.comment import Comment
from srm.discussions.models.todo import Todo

__all__ = ["Comment", "Todo"]
