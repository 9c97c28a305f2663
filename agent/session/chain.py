"""The chain over the Journal: a record that is changed, taken out or put in shows, whoever did it.

One chain runs through the whole database, across Sessions. All texts are UTF-8, all hashes SHA-256 in lower-case hex:

    body_hash = SHA-256(salt + body)                  salt: 16 random bytes of this record; body: the Event as JSON text
    hash      = SHA-256(JSON [prev, number, session, seq, at, kind, body_hash])

`prev` is the `hash` of record `number` - 1, and START for record 1. The JSON has no blanks and only ASCII characters
(`json.dumps(..., separators=(",", ":"))`). Body and salt can be erased: then `body_hash` is what is left of them, no
word can be guessed from it, and the chain is still whole. A chain alone does not show that its end was cut off: see
`agent.session.heads`.
"""

import hashlib
import json
import os
from dataclasses import dataclass

START = "0" * 64
ERASED = "erased"
"""The code of the Noted that says that a Session's contents were erased."""
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Link:
    """A record as it is kept. `number` counts all records from 1, `seq` those of the Session; `at` is ISO 8601 in UTC.

    `salt` and `body` are None when they were erased. `prev` is the `hash` of the record before.
    """

    number: int
    session: str
    seq: int
    at: str
    kind: str
    salt: bytes | None
    body: str | None
    body_hash: str
    hash: str
    prev: str = ""

    def fits(self, prev: str, number: int) -> bool:
        """Whether its hash is the one that it has as record `number` after the one with the hash `prev`."""
        try:
            fields = (number, self.session, self.seq, self.at, self.kind)
            return chained(prev, fields, self.body_hash) == self.hash
        except TypeError:  # somebody put something into the database that is no text
            return False

    def keeps_its_body(self) -> bool:
        """Whether its body is the one that was written, or was erased as a whole."""
        if self.body is None and self.salt is None:
            return True
        known = isinstance(self.body, str) and isinstance(self.salt, bytes)
        return known and sealed(self.salt or b"", self.body or "") == self.body_hash


def new_salt() -> bytes:
    """Random bytes that keep anybody from guessing an erased body."""
    return os.urandom(_SALT_BYTES)


def sealed(salt: bytes, body: str) -> str:
    """The `body_hash`."""
    return hashlib.sha256(salt + body.encode("utf-8", "surrogatepass")).hexdigest()


def chained(prev: str, fields: tuple[int, str, int, str, str], body_hash: str) -> str:
    """The `hash` of a record with these fields (number, session, seq, at, kind), which comes after `prev`."""
    text = json.dumps([prev, *fields, body_hash], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
