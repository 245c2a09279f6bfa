"""The dossier of a purchase as one archive: what an auditor takes away and can check without us."""

import io
import json
import shutil
import tempfile
import zipfile
from decimal import Decimal
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from analytics.policies.dossier import may_read_dossier
from analytics.queries.dossier import STARTS, chain_of, evaluations_of, events_of, letters_of, objects_of
from srm.authz import require
from srm.documents.models import Attachment, GeneratedDocument
from srm.documents.states import DocumentStatus
from srm.imports.export import write_xlsx
from srm.subjects import may_read_files_of
from tenders.models import Auction
from tenders.queries.comparison import comparison_of
from tenders.queries.sheet import comparison_sheet
from tenders.services import auction_protocol_file, lot_protocol_file
from tenders.states import AuctionStatus

README = """Dossier of a purchase: {start}

objects.json      every object of the purchase that the reader may see, by stage
events/           the chains of events; every event carries the hash of the one before. A decision's events stand in
                  evaluation-…, those of a goods receipt in its order's file
protocols/        the decision of each lot, and each auction; check one with: srm verify protocols/FILE.json
comparisons/      the bids of each lot beside each other
documents/        the PDFs that were made of these objects, the letters to the bidders among them
files/            what people hung on them
"""


IN_MEMORY = 8 * 1024 * 1024


def start_or_404(user: Any, kind: str, public_id: str) -> models.Model:
    """Return what a dossier starts from, if the reader may see it and may read dossiers; else Http404."""
    if kind not in STARTS or not may_read_dossier(user):
        raise Http404
    manager: Any = STARTS[kind]._default_manager
    return get_object_or_404(manager.visible_to(user), public_id=public_id)


@transaction.atomic
def write_dossier(*, start: models.Model, file: IO[bytes], by: Any) -> None:
    """Write the purchase that `start` belongs to into `file` as a ZIP archive. Records nothing.

    Raises NotPermitted for who may not read purchases as a whole.
    """
    require(may_read_dossier(by, start), _("Dossiers are read by procurement and the auditor."))
    objects = objects_of(start, by)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(start=start))
        archive.writestr("objects.json", _json([_shown(stage, obj) for stage, obj in objects]))
        pieces = [obj for _stage, obj in objects]
        _write_chains(archive, pieces)
        _write_auctions(archive, pieces)
        _write_decisions(archive, start, by)
        _write_documents(archive, [*pieces, *letters_of(pieces)], by)
        _write_files(archive, pieces, by)


@transaction.atomic
def dossier_file(*, start: models.Model, by: Any) -> IO[bytes]:
    """Return the archive of `write_dossier` from its beginning, on disk once it grows; closing it removes it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_dossier(start=start, file=file, by=by)
    file.seek(0)
    return file


def _write_chains(archive: zipfile.ZipFile, objects: list[models.Model]) -> None:
    for chain in dict.fromkeys(chain_of(obj) for obj in objects):
        name = _name(chain)
        archive.writestr(f"events/{name}.json", _json({"subject": name, "events": events_of(chain)}))


def _write_auctions(archive: zipfile.ZipFile, objects: list[models.Model]) -> None:
    for auction in objects:
        if isinstance(auction, Auction) and auction.status == AuctionStatus.CLOSED:
            archive.writestr(f"protocols/{auction.number}.json", auction_protocol_file(auction))


def _write_decisions(archive: zipfile.ZipFile, start: models.Model, by: Any) -> None:
    for evaluation in evaluations_of(start, by):
        lot = evaluation.lot
        name = f"{lot.tender.number}-{lot.number}"
        archive.writestr(f"protocols/{name}.json", lot_protocol_file(evaluation))
        heads, rows, formats = comparison_sheet(comparison_of(lot))
        sheet = io.BytesIO()
        write_xlsx(sheet, title=name, heads=heads, rows=rows, formats=formats)
        archive.writestr(f"comparisons/{name}.xlsx", sheet.getvalue())


def _write_documents(archive: zipfile.ZipFile, objects: list[models.Model], by: Any) -> None:
    for obj in objects:
        made = GeneratedDocument.objects.of(obj).for_reader(by).filter(status=DocumentStatus.READY)
        for document in made:
            _copy(archive, f"documents/{_name(obj)}/{document.pk}-{document.name}", document.file)


def _write_files(archive: zipfile.ZipFile, objects: list[models.Model], by: Any) -> None:
    for obj in objects:
        if may_read_files_of(by, obj):
            for kept in Attachment.objects.of(obj).for_reader(by):
                _copy(archive, f"files/{_name(obj)}/{kept.pk}-{kept.name}", kept.file)


def _copy(archive: zipfile.ZipFile, name: str, file: Any) -> None:
    with file.open("rb") as source, archive.open(name, "w") as target:
        shutil.copyfileobj(source, target)


def _shown(stage: str, obj: models.Model) -> dict[str, Any]:
    """Return an object's own fields; what points elsewhere is named by its public id or key."""
    fields: dict[str, Any] = {"stage": str(stage), "kind": obj._meta.label_lower}
    for column in obj._meta.concrete_fields:
        # What is sealed or half typed stays where it is; keys of rows say nothing outside this database.
        if column.name == "id" or isinstance(column, models.BinaryField):
            continue
        value = getattr(obj, column.name) if column.is_relation else column.value_from_object(obj)
        fields[column.name] = str(value) if isinstance(value, (models.Model, Decimal)) else value
    return fields


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _name(obj: Any) -> str:
    number = getattr(obj, "number", "") or obj.public_id
    return f"{obj._meta.model_name}-{number}"
