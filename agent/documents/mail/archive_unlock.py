"""The password of a zip archive taken off: the old kind (APPNOTE.TXT 6.1), in which attachments are sent in Japan."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.mail.archive_entries import Archive, opened

_WRONG = Words("The password is wrong: the archive stays closed.", "パスワードが違うため、書庫を開けません。")
_OPEN = Words("The archive has no password.", "書庫にパスワードは設定されていません。")
_AES = Words(
    "The archive is encrypted with AES, which cannot be taken off here. Unpack it with the program that made it.",
    "AES で暗号化されているため、ここでは解除できません。作成に使ったソフトで展開してください。",
)
_AES_METHOD = 99


def unlock(source: Path, password: str, target: Path) -> None:
    """Write an archive with the same entries, names and dates, and without a password.

    Raises:
        UnreadableError: "wrong_password", "not_encrypted", or "encrypted" for a kind that is not known here.
    """
    with opened(source) as archive:
        if not any(entry.locked for entry in archive.entries):
            raise UnreadableError(_OPEN, "not_encrypted")
        if any(entry.member.info.compress_type == _AES_METHOD for entry in archive.entries):
            raise UnreadableError(_AES, "encrypted")
        contents = _contents(archive, password)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for info, data in contents:
            out.writestr(info, data)


def _contents(archive: Archive, password: str) -> list[tuple[zipfile.ZipInfo, bytes]]:
    # A password has no encoding: programs take that of their system.
    for key in dict.fromkeys(_keys(password)):
        try:
            return [_unlocked(archive, index, key) for index in range(len(archive.entries))]
        except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError):
            continue
    raise UnreadableError(_WRONG, "wrong_password")


def _keys(password: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "cp932"):
        yield password.encode(encoding, "replace")


def _unlocked(archive: Archive, index: int, key: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    entry = archive.entries[index]
    old = entry.member.info
    info = zipfile.ZipInfo(entry.name, old.date_time)
    info.external_attr, info.compress_type = old.external_attr, zipfile.ZIP_DEFLATED
    return info, archive.zip.read(old, key if entry.locked else None)
