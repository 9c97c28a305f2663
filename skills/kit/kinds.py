"""Kinds of files by their endings, with the folders that people keep them in."""

from dataclasses import dataclass

from agent.core.paths import Place
from agent.core.words import Words


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind: its key, its words (also a folder's name), and the endings that belong to it."""

    key: str
    words: Words
    suffixes: frozenset[str]


def _kind(key: str, en: str, ja: str, suffixes: str) -> FileKind:
    return FileKind(key, Words(en, ja), frozenset(f".{suffix}" for suffix in suffixes.split()))


OTHER = _kind("other", "Other", "その他", "")
KINDS = (
    _kind("document", "Documents", "文書", "doc docx docm dot dotx odt rtf txt md pages tex wps jtd log"),
    _kind("pdf", "PDF", "PDF", "pdf xps"),
    _kind("spreadsheet", "Spreadsheets", "表計算", "xls xlsx xlsm xlsb xltx csv tsv ods numbers"),
    _kind("presentation", "Presentations", "プレゼンテーション", "ppt pptx pptm pps ppsx potx odp key"),
    _kind(
        "picture", "Pictures", "画像",
        "jpg jpeg png gif bmp tif tiff webp heic heif svg raw cr2 cr3 nef arw dng psd ai eps ico avif",
    ),
    _kind("video", "Videos", "動画", "mp4 mov avi mkv wmv webm m4v mpg mpeg mts 3gp flv"),
    _kind("audio", "Audio", "音声", "mp3 wav m4a aac flac ogg wma aiff opus mid"),
    _kind("mail", "Mail", "メール", "eml msg mbox ics vcf"),
    _kind("archive", "Archives", "圧縮ファイル", "zip 7z rar tar gz tgz bz2 xz lzh cab zst"),
    _kind("program", "Programs", "プログラム", "exe msi dmg pkg deb rpm appimage iso apk bat cmd ps1 sh jar"),
    _kind("web", "Web pages", "Webページ", "html htm mht mhtml url webloc"),
    _kind("font", "Fonts", "フォント", "ttf otf ttc woff woff2"),
    _kind("code", "Code", "コード", "py js ts java c cpp h cs go rs rb php sql json xml yaml yml toml ini css r vba"),
    OTHER,
)  # fmt: skip

# Several files that only make sense together: never taken apart.
_PACKAGE_SUFFIXES = (
    ".app", ".bundle", ".framework", ".photoslibrary", ".photolibrary", ".musiclibrary", ".imovielibrary", ".fcpbundle",
    ".xcodeproj", ".xcworkspace", ".pages", ".numbers", ".key", ".rtfd", ".scriptsuite", ".lproj", ".pkg",
)  # fmt: skip
_PACKAGE_NAMES = ("node_modules", "__pycache__", "__MACOSX", "$RECYCLE.BIN", "System Volume Information")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini", "icon\r")
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp")


def kind_of(place: Place) -> FileKind:
    """The kind of a file, by its ending alone."""
    return next((kind for kind in KINDS if place.suffix in kind.suffixes), OTHER)


def is_package(place: Place) -> bool:
    """Whether a folder is one thing to its program (an .app, a photo library): nothing in it is touched."""
    return place.name.lower().endswith(_PACKAGE_SUFFIXES) or place.name in _PACKAGE_NAMES


def is_left_alone(place: Place) -> bool:
    """Whether a file belongs to the system, is a lock, or is still being written by a program."""
    name = place.name.lower()
    return name in _SYSTEM_FILES or name.startswith((".", "~$")) or name.endswith(_UNFINISHED)
