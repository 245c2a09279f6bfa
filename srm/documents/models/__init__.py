from srm.documents.models.attachment import Attachment
from srm.documents.models.document import GeneratedDocument

__all__ = ["Attachment", "GeneratedDocument"]
