from srm.documents.services.attachment import attach_file, remove_attachment
from srm.documents.services.document import ask_for_document, fail_document, render_document, request_document

__all__ = [
    "ask_for_document",
    "attach_file",
    "fail_document",
    "remove_attachment",
    "render_document",
    "request_document",
]
