from srm.discussions.services.comment import post_comment, withdraw_comment
from srm.discussions.services.todo import add_todo, finish_todo, reopen_todo

__all__ = ["add_todo", "finish_todo", "post_comment", "reopen_todo", "withdraw_comment"]
