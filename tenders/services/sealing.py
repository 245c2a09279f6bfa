"""Simple sealing: what a bid says is encrypted to a key that the server keeps outside the database.

It protects against whoever has the database or its backups, against staff, and against mistakes in pages and reports:
no price lies anywhere readable before the opening. It does not protect against whoever runs the server and can read
both the database and the key file; `committee` sealing does. See docs/sealing.md.
"""

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenders.rules.padding import pad, unpad

MAGIC = b"SRM1"
KEY_BYTES = 32
NONCE = bytes(12)  # each envelope has its own fresh key, so that the nonce never repeats


class BrokenEnvelope(ValueError):
    """The envelope was altered, is not for this tender and bidder, or its key is gone."""


def make_tender_key() -> tuple[str, str]:
    """Make a key pair, keep the private half in a file only its owner reads; return (id, public key in hex)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key_id = hashlib.sha256(public).hexdigest()[:32]
    path = _key_path(key_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(private.private_bytes_raw())
        stream.flush()
        os.fsync(stream.fileno())
    return key_id, public.hex()


def seal(content: bytes, *, public_key: str, context: str) -> bytes:
    """Return the content padded to its size class and encrypted to the tender's key.

    `context` (tender and bidder) is bound in: an envelope copied to another bid does not open. Raises TooLarge.
    """
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public_key)))
    sender = ephemeral.public_key().public_bytes_raw()
    cipher = ChaCha20Poly1305(_envelope_key(shared, sender, public_key))
    return MAGIC + sender + cipher.encrypt(NONCE, pad(content), context.encode())


def unseal(envelope: bytes, *, key_id: str, context: str) -> bytes:
    """Return what was sealed. Raises BrokenEnvelope."""
    head = len(MAGIC) + KEY_BYTES
    sender, body = envelope[len(MAGIC) : head], envelope[head:]
    try:
        private = X25519PrivateKey.from_private_bytes(_key_path(key_id).read_bytes())
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        key = _envelope_key(shared, sender, private.public_key().public_bytes_raw().hex())
        return unpad(ChaCha20Poly1305(key).decrypt(NONCE, body, context.encode()))
    except (InvalidTag, OSError, ValueError) as error:
        raise BrokenEnvelope(type(error).__name__) from error


def size_class(envelope: bytes) -> int:
    """Return the padded size of what is in the envelope."""
    return max(0, len(envelope) - len(MAGIC) - KEY_BYTES - 16)


def _envelope_key(shared: bytes, sender: bytes, public_key: str) -> bytes:
    info = b"srm simple sealing" + sender + bytes.fromhex(public_key)
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(shared)


def _key_path(key_id: str) -> Path:
    return Path(settings.DATA_DIR) / "keys" / "tenders" / f"{key_id}.key"
