from srm.documents.services.attachment import attach_file, remove_attachment
from srm.documents.services.document import fail_document, render_document, request_document

__all__ = ["attach_file", "fail_document", "remove_attachment", "render_document", "request_document"]
