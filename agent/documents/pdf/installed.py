"""The fonts of this computer that documents are written in, found by the names of their files.

Every system has its own; without one for Japanese a text in Japanese is refused.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.core.errors import InvalidArgumentsError
from agent.documents.drawing.fonts import installed_files
from agent.documents.pdf.sfnt import Face, FontError, face_of
from agent.documents.pdf.typeface import Typeface, Typefaces

# In the order of wish; Regular and Bold of the same family stand at the same place.
_JAPANESE: Sequence[tuple[str, str]] = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("SourceHanSans-Regular.ttc", "SourceHanSans-Bold.ttc"),
    ("YuGothR.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("BIZ-UDGothicR.ttc", "BIZ-UDGothicB.ttc"),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("msgothic.ttc", "msgothic.ttc"),
    ("ipaexg.ttf", "ipaexg.ttf"),
    ("ipag.ttf", "ipag.ttf"),
    ("TakaoPGothic.ttf", "TakaoPGothic.ttf"),
    ("VL-PGothic-Regular.ttf", "VL-PGothic-Regular.ttf"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
)
_MINCHO: Sequence[tuple[str, str]] = (
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    ("NotoSerifJP-Regular.otf", "NotoSerifJP-Bold.otf"),
    ("yumin.ttf", "yumindb.ttf"),
    ("ヒラギノ明朝 ProN.ttc", "ヒラギノ明朝 ProN.ttc"),
    ("msmincho.ttc", "msmincho.ttc"),
    ("ipaexm.ttf", "ipaexm.ttf"),
    ("ipam.ttf", "ipam.ttf"),
)
_LATIN: Sequence[tuple[str, str]] = (
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)
# Signs that others lack.
_LAST: Sequence[tuple[str, str]] = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("seguisym.ttf", "seguisym.ttf"),
    ("Apple Symbols.ttf", "Apple Symbols.ttf"),
)


def installed(*, language: str, bold: bool = False, mincho: bool = False) -> Typefaces:
    """The faces for a text in `language` ("ja", "en"), the best first.

    Raises:
        InvalidArgumentsError: this computer has no font that can be embedded.
    """
    files = installed_files()
    japanese = [*(_MINCHO if mincho else ()), *_JAPANESE]
    # A Japanese font has the whole of a mixed line in one look; in others it stands behind.
    first, second = (japanese, _LATIN) if language == "ja" else (_LATIN, japanese)
    found = [face for family in (first, second, _LAST) if (face := _best(family, files, bold)) is not None]
    faces: dict[str, Typeface] = {}
    for face in found:
        faces.setdefault(face.face.name, face)
    if not faces:
        raise InvalidArgumentsError(
            "This computer has no font that can be put into a PDF. A person can install one (Noto Sans CJK JP)."
        )
    return Typefaces(tuple(faces.values()))


def _best(families: Sequence[tuple[str, str]], files: Mapping[str, Path], bold: bool) -> Typeface | None:
    for regular, heavy in families:
        wanted = heavy if bold and heavy in files else regular
        if wanted in files and (face := _face(files[wanted])) is not None:
            return Typeface(face, thickened=bold and wanted == regular)
    return None


def _face(path: Path) -> Face | None:
    try:
        return face_of(path)
    except (FontError, OSError):
        return None
