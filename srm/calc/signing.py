"""The installation's Ed25519 key: signing the head of a chain, and the published keys that check it.

``cryptography`` is imported where it is used: a calculation needs none of it. A key's id is derived from the
key itself (the first 16 hexadecimal digits of the SHA-256 of its 32 bytes), so an id cannot be lent to another.
"""

import base64
import binascii
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm.calc.canonical import canonical_bytes, without

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PUBLISHED_NAME = "published.json"
PRIVATE_NAME = "signing.key"
_KEY_BYTES = 32

PublicKeys = dict[str, bytes]


class KeyFault(ValueError):
    """A key that cannot be read or is no Ed25519 public key."""


def key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def sign_head(events: list[dict[str, Any]], key: "Ed25519PrivateKey", genesis: str) -> dict[str, Any]:
    """The head of a chain: how many events, the last hash, and the signature over both and the key's id."""
    head = {"count": len(events), "hash": events[-1]["hash"] if events else genesis, "key": key_id(_raw_public(key))}
    signature = base64.b64encode(key.sign(canonical_bytes(head))).decode()
    return {"count": head["count"], "hash": head["hash"], "signature": signature, "key": head["key"]}


def signature_holds(head: dict[str, Any], public: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = base64.b64decode(head["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, canonical_bytes(without(head, "signature")))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def open_signing_key(folder: Path) -> "Ed25519PrivateKey":
    """The installation's key, made and published on first use. Only the owner may read the private part."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / PRIVATE_NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text()))
    else:
        key = Ed25519PrivateKey.generate()
        with os.fdopen(descriptor, "w") as stream:
            stream.write(base64.b64encode(key.private_bytes_raw()).decode() + "\n")
    _publish(folder / PUBLISHED_NAME, _raw_public(key))
    return key


def _publish(path: Path, public: bytes) -> None:
    """Add a key to the published ones; old keys stay, since old protocols were signed with them."""
    keys = read_public_keys(str(path)) if path.exists() else {}
    if key_id(public) in keys:
        return
    keys[key_id(public)] = public
    text = json.dumps({name: base64.b64encode(raw).decode() for name, raw in keys.items()}, indent=2)
    path.write_text(text + "\n")


def read_public_keys(source: str) -> PublicKeys:
    """Public keys by id, from base64 text or a file of base64, PEM, or JSON (id to base64)."""
    path = Path(source)
    text = path.read_text(encoding="utf-8") if len(source) < 4096 and path.is_file() else source
    if text.lstrip().startswith("-----BEGIN"):
        return _by_id([_read_pem(text)])
    if text.lstrip().startswith("{"):
        return _by_id([_read_base64(value) for value in json.loads(text).values()])
    return _by_id([_read_base64(text.strip())])


def _by_id(keys: list[bytes]) -> PublicKeys:
    return {key_id(raw): raw for raw in keys}


def _read_base64(text: object) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except binascii.Error:
        raw = b""
    if len(raw) != _KEY_BYTES:
        raise KeyFault("neither a file nor the base64 of 32 bytes")
    return raw


def _read_pem(text: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(text.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFault("not an Ed25519 public key")
    return key.public_bytes_raw()


def _raw_public(key: "Ed25519PrivateKey") -> bytes:
    return key.public_key().public_bytes_raw()
