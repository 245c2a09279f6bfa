"""The signed receipt of a bid: its number, fingerprint and deciding time, under the installation's published key."""

import base64
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from srm.calc.canonical import canonical_bytes, without
from srm.calc.signing import key_id, open_signing_key, signature_holds
from suppliers.models import Supplier
from tenders.models import Tender

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def installation_key() -> "Ed25519PrivateKey":
    """Return the key with which receipts and protocols are signed."""
    return open_signing_key(Path(settings.DATA_DIR) / "keys")


def sign_receipt(
    *, tender: Tender, supplier: Supplier, number: str, digest: str, at: datetime, size: int
) -> dict[str, Any]:
    """Return the receipt with its signature over the canonical JSON of all other fields."""
    key = installation_key()
    body = {
        "kind": "bid-receipt", "version": 1, "tender": tender.number, "supplier": supplier.public_id, "number": number,
        "sha256": digest, "size": size, "received_at": at.isoformat().replace("+00:00", "Z"),
        "bids_until": tender.bids_until.isoformat().replace("+00:00", "Z"),
        "key": key_id(key.public_key().public_bytes_raw()),
    }  # fmt: skip
    return {**body, "signature": base64.b64encode(key.sign(canonical_bytes(body))).decode()}


def receipt_holds(receipt: dict[str, Any]) -> bool:
    """Tell whether a receipt carries this installation's signature."""
    public = installation_key().public_key().public_bytes_raw()
    return bool(without(receipt, "signature")) and "signature" in receipt and signature_holds(receipt, public)
