"""Kinds of files that are known and not opened here: what a person can do to have them read."""

from collections.abc import Mapping

from agent.core.words import Words

_OLD = Words(
    "A {suffix} file is not opened here. Open it in {program} or LibreOffice and save it as {new}.",
    "{suffix} ファイルは対応していません。{program} または LibreOffice で開き、{new} 形式で保存してください。",
)
_PACKED = Words(
    "An archive of the kind {suffix} is not unpacked here. Unpack it first, or pack the files as .zip.",
    "{suffix} 形式の書庫は展開できません。先に展開するか、.zip 形式で圧縮してください。",
)
_EXPORT = Words(
    "A {suffix} file can be opened by {program} only. Export it from there as {new}.",
    "{suffix} ファイルは {program} でのみ開けます。{program} から {new} として書き出してください。",
)


def _said(words: Words, suffixes: str, **fields: str) -> dict[str, Words]:
    return {f".{suffix}": words.of(suffix=f".{suffix}", **fields) for suffix in suffixes.split()}


_CLOSED: Mapping[str, Words] = {
    **_said(_OLD, "doc dot odt ott rtf wps jtd", program="Word", new=".docx"),
    **_said(_OLD, "ppt pps pot odp", program="PowerPoint", new=".pptx"),
    **_said(_OLD, "xlt wk1 123", program="Excel", new=".xlsx"),
    **_said(_PACKED, "7z rar lzh tar gz tgz bz2 xz cab"),
    **_said(_EXPORT, "pst ost", program="Outlook", new=".eml"),
    **_said(_EXPORT, "pages", program="Pages", new=".docx"),
    **_said(_EXPORT, "numbers", program="Numbers", new=".xlsx"),
    **_said(_EXPORT, "key", program="Keynote", new=".pptx"),
    **_said(_EXPORT, "one", program="OneNote", new=".pdf"),
    **_said(_EXPORT, "vsd vsdx", program="Visio", new=".pdf"),
    **_said(_EXPORT, "mdb accdb", program="Access", new=".xlsx"),
    **_said(_EXPORT, "mpp", program="Project", new=".xlsx"),
}


def closed_words(suffix: str) -> Words | None:
    """What to say of a file that ends in `suffix` (".doc"); None for all others."""
    return _CLOSED.get(suffix)
