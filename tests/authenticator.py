"""An authenticator in software: a real key that signs as a telephone would, or as a thief might."""

import base64
import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from crypto.primitives import random_bytes, sha256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def raw(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


@dataclass
class Authenticator:
    """One passkey; `steps` is by how much its count grows with each answer, 0 for none."""

    steps: int = 1
    rp_id: str = "localhost"
    count: int = 0
    id: bytes = field(default_factory=lambda: random_bytes(32))
    user: bytes = b""
    algorithm: int = -7
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, challenge: str, user: bytes, flags: int = PRESENT | VERIFIED, **more) -> str:
        """The answer to a challenge that asks for a new passkey."""
        self.user = user
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public()
        signed = self._signed(flags | ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": signed}
        told = self._client("webauthn.create", challenge, **more)
        return self._answer(
            {"clientDataJSON": text(told), "attestationObject": text(cbor.encode(statement))}
        )

    def show(self, challenge: str, flags: int = PRESENT | VERIFIED, **more) -> str:
        """The answer to a challenge that asks who is there."""
        self.count += self.steps
        told, signed = self._client("webauthn.get", challenge, **more), self._signed(flags)
        signature = self.key.sign(signed + sha256(told), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": text(told),
                "authenticatorData": text(signed),
                "signature": text(signature),
                "userHandle": text(self.user),
            }
        )

    def _answer(self, response: dict[str, str]) -> str:
        named = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps(named | {"response": response})

    def _signed(self, flags: int) -> bytes:
        return sha256(self.rp_id.encode()) + bytes((flags,)) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, origin: str = ORIGIN, **more) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(told | more).encode()

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor.encode({1: 2, 3: self.algorithm, -1: 1, -2: x, -3: y})
