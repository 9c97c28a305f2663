"""Values that decide where something goes: compared by what they mean, and never by a piece of their text.

A text is cut into typed values. "13" is a number in "13 files", and no value of its own in "13:00", "13-17" or "x13".
Hosts are compared in Punycode (IDNA, by Python's codec), addresses without their scheme when it is http or https,
numbers by their amount. Japanese text has no blanks: there a change of script ends a word.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit

from agent.policy.forms import CJK, forms, is_part

_END = r"[^\s<>\"'`()\[\]{}、。「」『』（）]"
_LABEL = rf"[^\W_{CJK}](?:[^\W{CJK}]|-){{0,62}}"  # bounded, like all below: no text may take quadratic time
_SCRIPTS = re.compile(
    r"[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff\uf900-\ufaff々〆]+|[^\u3040-\u30ff\u3400-\u9fff]+"
)
_FILES = frozenset(
    (
        "doc", "docx", "docm", "dotx", "odt", "rtf", "txt", "md", "xls", "xlsx", "xlsm", "xlsb", "ods", "csv", "tsv",
        "ppt", "pptx", "pptm", "odp", "pdf", "eml", "msg", "ics", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff",
        "webp", "heic", "svg", "html", "htm", "xml", "json", "yaml", "yml", "zip", "py", "sh", "log", "tmp", "bak",
    )
)  # fmt: skip
_GROUPED = re.compile(r"(?<!\w)\d(?:[ -]?\d){8,}(?!\w)")
_NO_BLANK = re.compile(r"(?<=[a-z0-9])\.(?=[A-Z][a-z])")  # "see www.a.com.They": a sentence begins, no host goes on
_CODE_DIGITS = 6
_CODE_LENGTH = 40
_CUES = frozenset({"id", "no", "nr", "number", "番号"})
_SHORT_ID = 4
# Characters of one text that are looked through: the worst text takes 0.6 s for so many. What is longer is asked about.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Value:
    """`kind` is url, email, date, time, file, number, word or odd (nothing equals it); `text` its canonical form."""

    kind: str
    text: str


def values(text: str) -> tuple[Value, ...]:
    """The typed values in `text`, in order. One that is longer than LONGEST is odd as a whole."""
    if len(text) > LONGEST:
        return (Value("odd", text),)
    found: list[Value] = []
    for match in _token().finditer(unicodedata.normalize("NFKC", text)):
        found += _typed(str(match.lastgroup), match[0])
    return tuple(found)


@cache
def _token() -> re.Pattern[str]:
    """Every value, as a group with the name of its kind. Made when it is needed: it takes 45 ms, seldom used."""
    return re.compile(
        rf"""
        (?P<url>[a-z][a-z0-9+.-]{{0,20}}://{_END}+ | (?:mailto|tel|javascript|data|file):{_END}+ | [\\]{{2}}{_END}+)
        | (?P<email>(?:[^\W{CJK}]|[.+%-]){{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,20}})
        | (?P<date>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\w))
        | (?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\w))
        | (?P<ip>\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d+)?(?:[/?]{_END}*)?)
        | (?P<dotted>{_LABEL}(?:\.{_LABEL}){{0,20}}\.[^\W\d_{CJK}](?:[^\W{CJK}]|-){{0,62}}(?::\d+)?(?:[/?]{_END}*)?)
        | (?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?![^\W{CJK}]|-\w))
        | (?P<word>[{CJK}]+ | [^\W{CJK}]+(?:['’-][^\W{CJK}]+)*)""",
        re.VERBOSE | re.IGNORECASE,
    )


def address(text: str) -> Value:
    """A URL, a host or an e-mail address as one value; "odd" when it has no clear meaning."""
    one = values(text.strip())
    if len(one) == 1 and one[0].kind in ("url", "email"):
        return one[0]
    return Value("odd", text)


def host_of(text: str) -> str:
    """The host of an address in Punycode, "" when it has none."""
    value = address(text)
    if value.kind == "email":
        return value.text.rpartition("@")[2]
    return re.split(r"[/?#:]", value.text.rpartition("@")[2].removeprefix("//"))[0] if value.kind == "url" else ""


def carries(text: str) -> bool:
    """Whether an address can carry words out: a query, a fragment, a name before the host, a long path or host."""
    if not re.match(r"[a-z][a-z0-9+.-]*:|\\\\|//", text.strip(), re.IGNORECASE):
        return False  # a place in the document, or a file beside it
    try:
        parts = urlsplit(text.strip().replace("\\", "/"))
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.query or parts.fragment or "@" in parts.netloc:
        return True
    labels = host.split(".")
    return len(parts.path) > 60 or len(labels) > 5 or any(len(label) > 20 for label in labels)


def foreign(text: str) -> tuple[Value, ...]:
    """What leads to somebody or identifies something: addresses, hosts, accounts, codes, long numbers."""
    plain = unicodedata.normalize("NFKC", text)
    found = [one for one in values(plain) if one.kind in ("url", "email", "odd") or _is_code(one)]
    dateless = re.sub(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}", " x ", plain)
    found += [Value("number", re.sub(r"\D", "", group[0])) for group in _GROUPED.finditer(dateless)]
    return tuple(dict.fromkeys(found))


class Said:
    """What the person said, as typed values. `files` are names of files that they handed over."""

    def __init__(self, said: Sequence[str], files: Sequence[str] = ()) -> None:
        self._texts = tuple(map(_spoken, said))
        self._all = frozenset(value for text in self._texts for value in text)
        self._plain = "\n".join(unicodedata.normalize("NFKC", text[:LONGEST]).casefold() for text in said)
        self._hosts = frozenset(host_of(v.text) for v in self._all if v.kind == "url")
        self._files = frozenset(unicodedata.normalize("NFKC", name).casefold() for name in files)

    def names(self, text: str) -> bool:
        """Whether the person said this whole value."""
        wanted = values(text)
        if not wanted:
            return not text.strip()
        if any(value.kind == "odd" for value in wanted):
            return False
        return any(_within(wanted, spoken) for spoken in self._texts)

    def names_thing(self, text: str) -> bool:
        """As `names`, for files and other things: a name of several words counts without its extension and hyphens.

        A short number is the name of something only behind a word that says so ("file no 13", "ID 13").
        """
        bare = text.strip()
        if bare.isdigit() and len(bare) < _SHORT_ID:
            return any(self._cued(Value("number", str(int(bare))), spoken) for spoken in self._texts)
        if self.names(text) or self.handed(text):
            return True
        stem, _, extension = bare.rpartition(".")
        words = values(re.sub(r"[-_]+", " ", stem if extension.casefold() in _FILES else bare))
        return len(words) > 1 and any(_within(words, spoken) for spoken in self._texts)

    def handed(self, text: str) -> bool:
        """Whether it is a file that the person handed over."""
        return unicodedata.normalize("NFKC", text).casefold() in self._files

    def names_host(self, host: str) -> bool:
        """Whether the person named this host, or an address on it."""
        return bool(host) and host in self._hosts

    def knows(self, value: Value) -> bool:
        """Whether this typed value was said."""
        return value in self._all

    def covers(self, text: str) -> bool:
        """Whether each word of `text` was said, in any form: it tells nothing new. One small number and two dates or
        times may be new; no more of them, because many small numbers are a message.
        """
        strange = [value for value in values(text) if value not in self._all and not self._in_part(value)]
        numbers = sum(value.kind not in ("date", "time") for value in strange)
        return all(map(_is_closed, strange)) and numbers <= 1 and len(strange) - numbers <= 2

    def _in_part(self, value: Value) -> bool:
        as_said = is_part(value.text, self._plain) or any(
            Value("word", form) in self._all for form in forms(value.text)
        )
        return value.kind == "word" and as_said

    @staticmethod
    def _cued(wanted: Value, spoken: Sequence[Value]) -> bool:
        return any(after == wanted and before.text in _CUES for before, after in pairwise(spoken))


def is_closed(role: str, text: str) -> bool:
    """Whether `text` is of the closed type that `role` says: it can carry no words.

    date, time: ISO 8601, with a blank or "T" between them; flag: true or false; count: an integer up to 9999; choice:
    one short word, which the connector compares with its list; bytes: how many go out, as the host counts them.
    """
    forms = {
        "date": r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?",
        "time": r"(\d{4}-\d\d-\d\d[ T])?\d\d?:\d\d(:\d\d)?",
        "flag": r"true|false|yes|no",
        "count": r"\d{1,4}",
        "choice": r"[A-Za-z]{1,16}",
        "bytes": r"\d{1,7}",
    }
    return role in forms and re.fullmatch(forms[role], text.strip(), re.IGNORECASE) is not None


@lru_cache(maxsize=256)
def _spoken(text: str) -> tuple[Value, ...]:
    """The values in what the person said: asked for again at each judgement."""
    return values(_NO_BLANK.sub(". ", text[:LONGEST]))


def _is_closed(value: Value) -> bool:
    if value.kind == "word" and re.fullmatch(r"\d{1,3}-?(st|nd|rd|th)", value.text):
        return True
    return value.kind in ("date", "time") or (value.kind == "number" and value.text.isdigit() and len(value.text) <= 3)


def _within(wanted: Sequence[Value], spoken: Sequence[Value]) -> bool:
    size = len(wanted)
    return any(tuple(spoken[at : at + size]) == tuple(wanted) for at in range(len(spoken) - size + 1))


def _is_code(value: Value) -> bool:
    if value.kind == "number":
        return len(value.text.partition(".")[0]) >= _CODE_DIGITS
    if value.kind not in ("word", "file"):
        return False
    mixed = re.search(r"\d", value.text) and re.search(r"[^\W\d_]", value.text)
    return bool(value.kind == "word" and mixed and len(value.text) >= _CODE_DIGITS) or len(value.text) >= _CODE_LENGTH


def _typed(kind: str, text: str) -> Iterator[Value]:
    match kind:
        case "email":
            local, _, host = text.rstrip(".").rpartition("@")
            yield Value("email", f"{local.casefold()}@{_ascii(host)}")
        case "url" | "ip":
            yield _url(text.rstrip(".,;:!?"))
        case "dotted":
            yield _dotted(text.rstrip(".,;:!?"))
        case "date":
            yield Value("date", "-".join(part.zfill(2) for part in re.split(r"\D", text)))
        case "time":
            yield Value("time", text.zfill(5))
        case "number":
            yield Value("number", f"{Decimal(text.replace(',', '')).normalize():f}")
        case _:
            yield from _words(text.replace("’", "'").casefold())


def _words(text: str) -> Iterator[Value]:
    """A word with digits stays whole, or "13" would be named by "x-13"; others end at hyphens and changes of script."""
    if re.search(r"\d", text) and not re.search(f"[{CJK}]", text):
        yield Value("word", text)
        return
    for piece in re.split(r"[-_]+", text):
        for run in _SCRIPTS.findall(piece):
            yield Value("number", str(int(run))) if run.isdecimal() and run.isascii() else Value("word", run)


def _dotted(text: str) -> Value:
    """A host with or without a path, or the name of a file."""
    ending = text.rpartition(".")[2].casefold()
    head = re.split(r"[/?:]", text)[0].casefold()
    if ending in _FILES and head == text.casefold() and not head.startswith("www."):
        return Value("file", head)
    if len(head.rpartition(".")[2]) < 2:
        return Value("word", text.casefold())  # "e.g"
    return _url(text)


def _url(text: str) -> Value:
    try:
        parts = urlsplit(_browsed(text))
        port = parts.port
    except ValueError:
        return Value("odd", text)
    scheme = parts.scheme.casefold()
    if scheme == "mailto" and not parts.query:
        return address(parts.path)
    if scheme not in ("http", "https", "ftp", "file", ""):
        return Value("url", text)
    host = _ascii(parts.hostname or "")
    if not host or "%" in host:
        return Value("odd", text)
    return Value("url", _canonical(parts, "" if scheme in ("http", "https", "") else f"{scheme}://", host, port))


def _canonical(parts: SplitResult, scheme: str, host: str, port: int | None) -> str:
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    number = "" if port in (None, 80, 443) else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{scheme}{user}{host}{number}{parts.path.rstrip('/')}{query}{fragment}"


def _browsed(text: str) -> str:
    r"""As a browser takes it: "\" is "/", and what has no scheme is a host."""
    text = text.replace("\\", "/")
    if text.startswith("//"):
        return f"file:{text}"
    return text if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE) else f"//{text}"


def _ascii(host: str) -> str:
    plain = host.casefold().rstrip(".")
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain
