"""How the bytes of a text are encoded. A rule for Japanese and Western files, then charset-normalizer for the others.

The order: a mark at the beginning, UTF-16 without one, the escapes of ISO-2022-JP, strict UTF-8, the best of cp932,
EUC-JP and cp1252 by their characters beyond ASCII (so that one Japanese cell at the end of a long file counts).
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from agent.core.errors import UnreadableError
from agent.core.words import Words

_DAMAGED = Words(
    "The file begins like text in {name}, but it is damaged.",
    "{name} のテキストとして始まりますが、途中が壊れています。",
)
_NO_TEXT = Words(
    "The file is no text: it holds bytes of an unknown kind.", "テキストではなく、種類の分からないデータです。"
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
_BEYOND = re.compile(rb"[\x80-\xff]")
_NARROW = re.compile(rb"[\t\n\r\x20-\x7e]{2}")
_SAMPLE = 200_000
_GOOD_ENOUGH = 0.5
_CLOSERS = "。、，．」』）】・ー〜～％：；？！　"
_SIGNS = "€£¥§©®°±·«»–—‘’“”…•™×÷²³½¼¾ºª¿¡"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what is needed to write it back: the name of its encoding, and the mark that it began with."""

    text: str
    encoding: str
    mark: bytes = b""

    @property
    def label(self) -> str:
        """The encoding in words: "UTF-8 with BOM"."""
        return self.encoding.upper() + (" with BOM" if self.mark else "")


def decoded(data: bytes) -> Decoded:
    """The text of `data`.

    Raises:
        UnreadableError: "unknown_kind" when it is no text in any encoding.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, mark)
    if b"\0" in data[:_SAMPLE] and not _is_narrow(data[:_SAMPLE]):
        return _strict(data, _wide(data[:_SAMPLE]))
    if _ISO_2022.search(data) and not _BEYOND.search(data):
        for name in ("iso2022_jp", "iso2022_jp_ext"):
            if (text := _tried(data, name)) is not None:
                return Decoded(text, name)
    if (text := _tried(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    return _best(data)


def encoded(text: str, like: Decoded) -> bytes:
    """`text` in the encoding of `like`, with its mark.

    Raises:
        UnicodeEncodeError: a character that this encoding does not have.
    """
    return like.mark + text.encode(like.encoding)


def _strict(data: bytes, name: str, mark: bytes = b"") -> Decoded:
    text = _tried(data, name)
    if text is None:
        raise UnreadableError(_DAMAGED.of(name=name.upper()), "broken")
    return Decoded(text, name, mark)


def _is_narrow(sample: bytes) -> bool:
    """Whether it is ASCII with stray zeros in it: in UTF-16 each ASCII character would have one beside it."""
    ascii_pairs = len(_NARROW.findall(sample)) * 2
    return ascii_pairs * 10 > len(sample) * 9


def _wide(sample: bytes) -> str:
    if sample[1::2].count(0) > sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) > sample[1::2].count(0):
        return "utf-16-be"
    raise UnreadableError(_NO_TEXT, "unknown_kind")


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _best(data: bytes) -> Decoded:
    scores: list[tuple[float, Decoded]] = []
    for name, score in (("cp932", _japanese), ("euc_jp", _japanese), ("cp1252", _western)):
        if (text := _tried(data, name)) is not None:
            # Rounded, so that the first of two that fit alike wins, however long the text is.
            scores.append((round(score(text), 3), Decoded(text, name)))
    top, found = max(scores, key=lambda one: one[0], default=(0.0, None))
    if found is not None and top >= _GOOD_ENOUGH:
        return found
    return _other(data) or found or Decoded(data.decode("latin-1"), "latin-1")


def _other(data: bytes) -> Decoded | None:
    import charset_normalizer  # noqa: PLC0415  rarely needed, and slow to load

    name = getattr(charset_normalizer.from_bytes(data[:_SAMPLE]).best(), "encoding", None)
    text = _tried(data, name) if name else None
    return None if name is None or text is None else Decoded(text, name)


def _japanese(text: str) -> float:
    """How much the characters beyond ASCII look like Japanese, 0 to 1."""
    strange = [c for c in text if c > "\x7f"][:_SAMPLE]
    return sum(map(_japanese_weight, strange)) / max(1, len(strange))


def _japanese_weight(c: str) -> float:
    if "\u3041" <= c <= "\u30fe" or c in _CLOSERS or "\uff10" <= c <= "\uff5a":
        return 1.0
    if "\u4e00" <= c <= "\u9fff":
        # The first level of JIS X 0208 (rows 16 to 47) is what people write; the second is rare.
        code = c.encode("euc_jp", "ignore")
        return 0.9 if len(code) == 2 and 0xB0 <= code[0] <= 0xCF else 0.25
    if "\uff61" <= c <= "\uff9f":
        return 0.5
    return -1.0 if "\ue000" <= c <= "\uf8ff" else 0.3


def _western(text: str) -> float:
    """How much the characters beyond ASCII look like a Western language, 0 to 1."""
    strange = re.findall(r"([\x00-\x7f]?)([^\x00-\x7f]+)(?=([\x00-\x7f]?))", text[: 20 * _SAMPLE])[:_SAMPLE]
    weights = [_western_weight(before, run, after) for before, run, after in strange]
    return sum(weights) / max(1, len(weights))


def _western_weight(before: str, run: str, after: str) -> float:
    if len(run) > 2:
        return 0.0
    if all(c in _SIGNS or c == "\xa0" for c in run):
        # An apostrophe stands between two letters; other signs do not, but halves of Japanese characters look so.
        return 0.8 if "’" in run or not (before.isalpha() and after.isalpha()) else 0.2
    letters = all(unicodedata.category(c) in {"Lu", "Ll"} for c in run)
    return (1.0 if before.isalpha() or after.isalpha() else 0.4) if letters else 0.1
