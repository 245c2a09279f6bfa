from srm.documents.events import DocumentRequested
from srm.documents.models import GeneratedDocument
from srm.documents.services import render_document
from srm.events.models import Event
from srm.events.registry import on


@on(DocumentRequested)
def render(event: DocumentRequested, *, record: Event) -> None:
    """A worker makes what was asked for."""
    render_document(document=GeneratedDocument.objects.get(public_id=event.document))
