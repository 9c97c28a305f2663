"""Passwords of Office files (MS-OFFCRYPTO): taken off OOXML and the old kinds, and given to OOXML (agile encryption).

What is encrypted is the whole package as it is, so taking a password off and giving it again loses nothing.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msoffcrypto
from msoffcrypto import exceptions

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of

# Office takes no longer ones.
MAX_PASSWORD = 255
_WRONG = Words("The password is wrong: the file stays closed.", "パスワードが違うため、ファイルを開けません。")
_OPEN = Words("The file has no password.", "パスワードは設定されていません。")
_LOCKED = Words(
    "The file has a password already. It has to be opened with it before it gets a new one.",
    "すでにパスワードが設定されています。新しいパスワードを設定する前に、現在のパスワードで解除してください。",
)
_UNKNOWN = Words(
    "The file is protected in a way that cannot be opened here (rights management or a rare kind of encryption).",
    "対応していない保護方式(IRM など)が使われているため、ここでは開けません。",
)
Result = TypeVar("Result")


def unlock(source: Path, password: str, target: Path) -> None:
    """Write to `target` what is encrypted in `source`, byte for byte.

    Raises:
        UnreadableError: "wrong_password", "not_encrypted", or "encrypted" for a kind of protection that is not known.
    """
    with source.open("rb") as file:
        office = _known(lambda: msoffcrypto.OfficeFile(file))
        if content_of(source) != "ole" or not _known(office.is_encrypted):
            raise UnreadableError(_OPEN, "not_encrypted")
        if not password:
            raise UnreadableError(_WRONG, "wrong_password")
        out = io.BytesIO()
        _known(lambda: _decrypted(office, password, out))
    target.write_bytes(out.getvalue())


def is_locked(source: Path) -> bool:
    """Whether a password is needed to look into a file of the old kind; False for what is no such file."""
    if content_of(source) != "ole":
        return False
    with source.open("rb") as file:
        try:
            return bool(_known(lambda: msoffcrypto.OfficeFile(file).is_encrypted()))
        except UnreadableError:
            return False


def _decrypted(office: Any, password: str, out: io.BytesIO) -> None:
    if office.format == "ooxml":
        office.load_key(password=password, verify_password=True)
    else:
        office.load_key(password=password)
    office.decrypt(out)


def lock(source: Path, password: str, target: Path) -> None:
    """Write the package `source` to `target`, encrypted with AES-256 so that `password` opens it in Office.

    Raises:
        InvalidArgumentsError: the password is empty or too long.
        UnreadableError: "encrypted" when the file has one already.
    """
    if not 1 <= len(password) <= MAX_PASSWORD:
        raise InvalidArgumentsError(f"A password of an Office file has 1 to {MAX_PASSWORD} characters.")
    if content_of(source) != "zip":
        raise UnreadableError(_LOCKED, "encrypted")
    out = io.BytesIO()
    with source.open("rb") as file:
        msoffcrypto.OfficeFile(file).encrypt(password, out)
    target.write_bytes(out.getvalue())


def _known(call: Callable[[], Result]) -> Result:
    """What `call` returns. Raises UnreadableError."""
    try:
        return call()
    except exceptions.InvalidKeyError as error:
        raise UnreadableError(_WRONG, "wrong_password") from error
    # A size of key that no cipher has is a ValueError.
    except (exceptions.DecryptionError, exceptions.FileFormatError, exceptions.ParseError, ValueError) as error:
        raise UnreadableError(_UNKNOWN, "encrypted") from error
