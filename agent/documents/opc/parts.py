"""What an edit did to a package: which of its parts are the same bytes as before, as they lie in the zip."""

import hashlib
import zipfile
from pathlib import Path

from agent.core.documents import Parts
from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of
from agent.documents.opc.zip_copy import members_of

_BROKEN = Words("The file is broken: it is no whole archive.", "ファイルが壊れています。書庫として完全ではありません。")


def parts_of(before: Path, after: Path) -> Parts:
    """Compare two packages part by part; a file that is no zip is one part.

    Equal means the same compressed bytes with the same headers, not only the same contents.
    """
    old, new = _parts(before), _parts(after)
    return Parts(
        tuple(name for name in new if name in old and old[name] != new[name]),
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        sum(old.get(name) == digest for name, digest in new.items()),
    )


def _parts(path: Path) -> dict[str, bytes]:
    if content_of(path) != "zip":
        # Without its name: copies of one document are called differently.
        return {"file": hashlib.sha256(path.read_bytes()).digest()}
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            found: dict[str, bytes] = {}
            for member in members_of(file, archive):
                file.seek(member.start)
                found[member.name] = hashlib.sha256(file.read(member.end - member.start)).digest()
            return found
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableError(_BROKEN, "broken") from error
