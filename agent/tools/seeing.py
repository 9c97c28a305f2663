"""`look`: pictures, pages and videos as a model sees them, or as words where it sees nothing."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from agent.calls.marks import as_data
from agent.calls.params import parsed, schema
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, ToolError, UnreadableError
from agent.core.messages import Image, Result, Text, ToolCall, ToolSpec, Video
from agent.core.paths import Place
from agent.core.ports import Files, ReadyCall, Snapshot, Traits
from agent.core.words import Words
from agent.tools.ready import Ready, existing_file, heard, reading, said

# A photo is ten times smaller as JPEG; a page with thin lines is clearer as PNG.
_PHOTOS = frozenset(
    (".jpg", ".jpeg", ".heic", ".heif", ".avif", ".webp", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi")
)
VIDEOS = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm",
    ".mkv": "video/x-matroska", ".avi": "video/x-msvideo",
}  # fmt: skip
MOST_VIDEO = 5_000_000
_PNG = b"\x89PNG"
_LOOK = Words("Look at {name}", "「{name}」を画像で確認")
_PAGE = Words("page {page} of {pages}", "全 {pages} ページ中 {page} ページ目")
_FILM = Words("watched as a whole", "動画全体を確認")
_READ = Words("the model sees no pictures: {how}", "画像非対応のモデルのため: {how}")
_BLIND = Words(
    "The model sees no pictures, and no program that reads them (Tesseract or RapidOCR) is installed.",
    "モデルが画像に対応しておらず、文字を読み取るソフト(Tesseract または RapidOCR)もインストールされていません。",
)


class LookTool:
    """A picture, a page, or the key frames of a video. A model that sees nothing gets the words that OCR reads."""

    spec = ToolSpec(
        "look",
        "See an image, a page of a document (scans too), or a video (page 1: its key frames, then one each).",
        schema(("path",), path={"type": "string"}, page={"type": "integer"}),
    )

    def __init__(self, files: Files, documents: Documents, traits: Callable[[], Traits], language: str) -> None:
        self._files = files
        self._documents = documents
        self._traits = traits
        self._language = language

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.spec)
        place = existing_file(self._files, arguments.text("path"))
        page = arguments.number("page", 1)
        if page < 1:
            raise InvalidArgumentsError("Pages count from 1.")
        title = _LOOK.of(name=self._files.called(place)).text(self._language)
        look = self._film if place.suffix in VIDEOS and "page" not in arguments.values else self._page
        return Ready(reading(title, place), lambda: look(place, page))

    def _film(self, place: Place, page: int) -> Result:
        """The video itself for a model that watches, when it is short; else its key frames."""
        snapshot = self._files.snapshot(place)
        if not self._traits().watches or snapshot.size > MOST_VIDEO:
            return self._page(place, page)
        self._documents.check(snapshot.path)
        film = Video(VIDEOS[place.suffix], base64.b64encode(snapshot.path.read_bytes()).decode("ascii"))
        words = Text(f"The video {place}. Its key frames are its pages.")
        return Result((words, film), _FILM.text(self._language), sources=(heard(place),))

    def _page(self, place: Place, page: int) -> Result:
        return (self._words if self._traits().sees is False else self._picture)(place, page)

    def _picture(self, place: Place, page: int) -> Result:
        shown, pages = picture_of(self._files, self._documents, self._files.snapshot(place), page)
        told = _PAGE.of(page=page, pages=pages).text(self._language)
        return Result((Text(f"Page {page} of {pages} of {place}:"), shown), told, sources=(heard(place),))

    def _words(self, place: Place, page: int) -> Result:
        try:
            content = self._documents.read(self._files.snapshot(place).path, part=f"ocr {page}")
        except UnreadableError as error:
            if error.code == "no_ocr":
                raise ToolError(_BLIND, "no_eyes") from error
            raise
        facts = "; ".join(fact.en for fact in content.facts)
        lines = [f"[about] {facts}", *(f"{one.anchor}\t{one.text}" for one in content.passages)]
        result = said(f"You see no pictures. Page {page} of {place} as OCR reads it:\n{as_data(lines)}", "")
        how = _READ.of(how=content.facts[0]).text(self._language)
        return replace(result, for_user=how, sources=(heard(place, content.passages),))


def picture_of(files: Files, documents: Documents, snapshot: Snapshot, page: int = 1) -> tuple[Image, int]:
    """A page as a picture, and how many pages there are.

    Raises:
        ToolError: it cannot be drawn, or there is no such page.
    """
    target: Path = files.stage(".jpg" if snapshot.path.suffix.lower() in _PHOTOS else ".png")
    pages = documents.render(snapshot.path, page, target).pages
    drawn = target.read_bytes()
    kind = "image/png" if drawn.startswith(_PNG) else "image/jpeg"
    return Image(kind, base64.b64encode(drawn).decode("ascii")), pages
