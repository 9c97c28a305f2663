"""Fonts of the system, to measure and draw text with. None comes with Deskhand."""

import os
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

# Sans serif families with Japanese letters, the best first, by the names of their files; with the bold file of each,
# "" for none.
JAPANESE: Mapping[str, str] = {
    "NotoSansCJK-Regular.ttc": "NotoSansCJK-Bold.ttc",
    "NotoSansCJKjp-Regular.otf": "NotoSansCJKjp-Bold.otf",
    "NotoSansJP-Regular.ttf": "NotoSansJP-Bold.ttf",
    "NotoSansJP-Regular.otf": "NotoSansJP-Bold.otf",
    "SourceHanSans-Regular.ttc": "SourceHanSans-Bold.ttc",
    "YuGothM.ttc": "YuGothB.ttc",
    "YuGothR.ttc": "YuGothB.ttc",
    "meiryo.ttc": "meiryob.ttc",
    "BIZ-UDGothicR.ttc": "BIZ-UDGothicB.ttc",
    "ヒラギノ角ゴシック W3.ttc": "ヒラギノ角ゴシック W6.ttc",
    "msgothic.ttc": "",
    "ipaexg.ttf": "",
    "ipag.ttf": "",
    "TakaoPGothic.ttf": "",
    "VL-Gothic-Regular.ttf": "",
    "VL-PGothic-Regular.ttf": "",
    "DroidSansFallbackFull.ttf": "",
}
# Those with Latin letters.
LATIN: Mapping[str, str] = {
    "arial.ttf": "arialbd.ttf",
    "Arial.ttf": "Arial Bold.ttf",
    "LiberationSans-Regular.ttf": "LiberationSans-Bold.ttf",
    "NotoSans-Regular.ttf": "NotoSans-Bold.ttf",
    "DejaVuSans.ttf": "DejaVuSans-Bold.ttf",
    "segoeui.ttf": "segoeuib.ttf",
    "Helvetica.ttc": "",
}
_BOLD: Mapping[str, str] = {**JAPANESE, **LATIN}
_MOST_LOOKED_AT = 20_000

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def font_file() -> Path | None:
    """The file of a sans serif font that is installed, with Japanese letters where one is; None when there is none."""
    installed = installed_files()
    return next((installed[name] for name in _BOLD if name in installed), None)


def has_japanese() -> bool:
    """Whether a font with Japanese letters is installed."""
    return any(name in installed_files() for name in JAPANESE)


@lru_cache(256)
def font(size: int, *, bold: bool = False) -> Font:
    """A font of `size` pixels; Pillow's own small one, without Japanese letters, when none is installed."""
    found = font_file()
    if found is None:
        return ImageFont.load_default(size)
    heavy = installed_files().get(_BOLD.get(found.name, ""))
    return ImageFont.truetype(str(heavy if bold and heavy else found), size)


@lru_cache(1)
def installed_files() -> dict[str, Path]:
    """The files of all fonts that are installed, by their names."""
    found: dict[str, Path] = {}
    for number, path in enumerate(_files()):
        found.setdefault(path.name, path)
        if number >= _MOST_LOOKED_AT:
            break
    return found


def _files() -> Iterator[Path]:
    for folder in _folders():
        for where, _, names in os.walk(folder):
            yield from (Path(where, name) for name in names)


def _folders() -> tuple[Path, ...]:
    home = Path(os.environ.get("HOME") or os.environ.get("USERPROFILE") or "/nonexistent")
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")
