"""The fonts of this computer that documents are written in, found by the names of their files.

Every system has its own; without one for Japanese a text in Japanese is refused.
"""

from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.documents.drawing.fonts import JAPANESE, LATIN, installed_files
from agent.documents.pdf.sfnt import Face, FontError, face_of
from agent.documents.pdf.typeface import Typeface, Typefaces

# Regular and bold files of families in the order of wish; "" where there is no bold one.
_MINCHO: Mapping[str, str] = {
    "NotoSerifCJK-Regular.ttc": "NotoSerifCJK-Bold.ttc",
    "NotoSerifJP-Regular.otf": "NotoSerifJP-Bold.otf",
    "yumin.ttf": "yumindb.ttf",
    "ヒラギノ明朝 ProN.ttc": "",
    "msmincho.ttc": "",
    "ipaexm.ttf": "",
    "ipam.ttf": "",
}
# Signs that others lack.
_LAST: Mapping[str, str] = {
    "DejaVuSans.ttf": "DejaVuSans-Bold.ttf",
    "seguisym.ttf": "",
    "Apple Symbols.ttf": "",
}


def installed(*, language: str, bold: bool = False, mincho: bool = False) -> Typefaces:
    """The faces for a text in `language` ("ja", "en"), the best first.

    Raises:
        InvalidArgumentsError: this computer has no font that can be embedded.
    """
    files = installed_files()
    japanese = {**(_MINCHO if mincho else {}), **JAPANESE}
    # A Japanese font has the whole of a mixed line in one look; in others it stands behind.
    first, second = (japanese, LATIN) if language == "ja" else (LATIN, japanese)
    found = [face for family in (first, second, _LAST) if (face := _best(family, files, bold)) is not None]
    faces: dict[str, Typeface] = {}
    for face in found:
        faces.setdefault(face.face.name, face)
    if not faces:
        raise InvalidArgumentsError(
            "This computer has no font that can be put into a PDF. A person can install one (Noto Sans CJK JP)."
        )
    return Typefaces(tuple(faces.values()))


def _best(families: Mapping[str, str], files: Mapping[str, Path], bold: bool) -> Typeface | None:
    for regular, heavy in families.items():
        wanted = heavy if bold and heavy in files else regular
        if wanted in files and (face := _face(files[wanted])) is not None:
            return Typeface(face, thickened=bold and wanted == regular)
    return None


def _face(path: Path) -> Face | None:
    try:
        return face_of(path)
    except (FontError, OSError):
        return None
