"""What HTML, SVG, XML, CSS and Markdown would fetch, link to or run. WHATWG HTML, SVG 2, CSS Values 4, CommonMark."""

import base64
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from markdown_it import MarkdownIt

from agent.core.documents import Reach

_LINKS = frozenset({"a", "area", "form", "button", "q", "blockquote", "del", "ins"})
_ADDRESSES = frozenset({"src", "href", "xlink:href", "srcset", "imagesrcset", "poster", "data", "background", "action",
                        "formaction", "cite", "longdesc", "manifest", "classid", "codebase", "archive", "lowsrc",
                        "dynsrc", "ping", "attributionsrc", "profile", "schemalocation", "xsi:schemalocation", "srcdoc",
                        "xsi:nonamespaceschemalocation"})  # fmt: skip
_CLICKED = frozenset({"action", "formaction", "cite", "longdesc", "ping"})
_PICTURES = frozenset({"img", "image", "picture", "source", "feimage", "use", "input", "v:imagedata", "v:fill"})
_ANIMATED = frozenset({"to", "from", "by", "values"})
_CODE = re.compile(r"^\s*(?:java|vb)script:", re.IGNORECASE)
# A scheme, \\server, //server or C:\; not what lies in the document itself. Browsers skip what stands before it.
OUTSIDE = re.compile(
    r"^[\s\x00-\x20]*(?!(?:data|cid|urn|about|blob):)(?:[a-z][a-z0-9+.-]*:|\\\\|//|/\\|\\/)", re.IGNORECASE
)
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)(?:\"|$)|'([^']*)(?:'|$)|([^)\"']*))\s*(?:\)|$)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SET = re.compile(r"(?:image-set|src)\(((?:[^()]|\([^()]*\))*)", re.IGNORECASE)
_NOTE = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,\s]\s*(?:url\s*=)?\s*[\"']?\s*([^\"'>]+)", re.IGNORECASE)
# What would be the value of an attribute, wherever it stands.
_VALUE = re.compile(r"=\s*[\"']?(?=[\x00-\x20]*[hfwsl&\\/])(?=([^\"'>]{1,600}))", re.IGNORECASE)
_FETCHED = re.compile(r"(?:https?|ftp|file|wss?|smb|ldap):|[\\/]{2}[\w.\[-]", re.IGNORECASE)
_PACKED = re.compile(r"^\s*data:([^,]*),(.*)$", re.IGNORECASE | re.DOTALL)
_MOST_NESTED = 4
_COMPARED = 400  # characters of a value
_BARE = re.compile(r"(?:https?|ftp|file)://[^\s<>\"'`)\]}]+", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)


def markup_reaches(text: str, name: str = "") -> Iterator[Reach]:
    """What HTML, SVG or other XML reaches, anchored by line ("L12"), or by `name` when the text is a part of a file."""
    reader = _Reader(name)
    reader.feed(text)
    reader.close()
    yield from reader.found
    fetched = {one.address for one in reader.found if one.fetches}
    loose = [one for one in _loose_reaches(text, name, reader.values) if one.address not in fetched]
    yield from loose
    told = {one.address for one in (*reader.found, *loose)}
    # Browsers and this reader may differ about broken markup: no address stays unsaid.
    yield from (one for one in bare_reaches(text, name) if one.address not in told)


def _loose_reaches(text: str, name: str, values: Counter[str]) -> Iterator[Reach]:
    """Addresses that a browser may take for the value of an attribute and the reader saw in no tag (`values`): both may
    differ about where a comment, a title or the style of a picture ends. And those in styles, whatever is around them.
    """
    seen: Counter[str] = Counter()
    at, line = 0, 1
    for found in _VALUE.finditer(text):
        word = _first_word(unescape(found[1]))
        if not _FETCHED.match(word):
            continue
        line += text.count("\n", at, found.start())
        at = found.start()
        seen[word] += 1
        if seen[word] > values[word]:
            yield Reach(name or f"L{line}", "markup", word, True)
    yield from style_reaches(name, text)


def _first_word(value: str) -> str:
    """A value up to its first blank, as a browser takes it for an address."""
    return re.sub(r"[\t\r\n]", "", value[:_COMPARED]).lstrip("".join(map(chr, range(33)))).partition(" ")[0]


def style_reaches(anchor: str, css: str, depth: int = 0) -> Iterator[Reach]:
    """What a style sheet fetches. Its escapes ("u\\72l(") are resolved."""
    css = _ESCAPE.sub(_character, css) if "\\" in css else css
    css = _NOTE.sub(" ", css) if "/*" in css else css
    sets = [text for one in _SET.finditer(css) for text in _QUOTED.findall(one[1])]
    for found in (*_URL.findall(css), *_IMPORT.findall(css), *sets):
        address = next((one for one in found if one), "").strip()
        if OUTSIDE.match(address):
            yield Reach(anchor, "style", address, True)
        elif depth < _MOST_NESTED and (inner := _unpacked(address)):
            yield from style_reaches(anchor, inner, depth + 1)


def _unpacked(address: str) -> str:
    """The text in an address that is the document itself: "data:text/html,..."; "" for others."""
    found = _PACKED.match(address)
    if found is None:
        return ""
    if not found[1].lower().replace(" ", "").endswith(";base64"):
        return unquote(found[2])
    coded = re.sub(r"[^A-Za-z0-9+/]", "", unquote(found[2]))
    whole = coded[: len(coded) - 1] if len(coded) % 4 == 1 else coded
    return base64.b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8", "replace")


def markdown_reaches(text: str) -> Iterator[Reach]:
    """Pictures, links and HTML in Markdown."""
    found: list[Reach] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        anchor = f"L{token.map[0] + 1}" if token.map else ""
        if token.type == "html_block":
            found += markup_reaches(token.content, anchor)
        for part in token.children or ():
            address = str(part.attrs.get("src") or part.attrs.get("href") or "")
            if part.type == "html_inline":
                found += markup_reaches(part.content, anchor)
            elif OUTSIDE.match(address):
                found.append(
                    Reach(anchor, "picture" if part.type == "image" else "link", address, part.type == "image")
                )
    yield from found
    told = {one.address for one in found}
    yield from (one for one in bare_reaches(text) if one.address not in told)


def bare_reaches(text: str, name: str = "") -> Iterator[Reach]:
    """Addresses that stand in a text: programs make links of them."""
    at, line = 0, 1
    for found in _BARE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        yield Reach(name or f"L{line}", "link", found[0], False)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return found[2] or (chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")


class _Reader(HTMLParser):
    """`found` is what it reaches; `values` are the first words of the values of all attributes that it saw."""

    def __init__(self, name: str, depth: int = 0) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Reach] = []
        self.values: Counter[str] = Counter()
        self._depth = depth
        self._name = name
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = [(name, value or "") for name, value in attrs]
        self._inside = tag if tag in {"style", "script"} else ""
        if tag == "script" and not any(
            OUTSIDE.match(value) for name, value in values if name.endswith(("src", "href"))
        ):
            self._add("script", "", fetches=True)
        for name, value in values:
            self.values[_first_word(value)] += 1
            self._attribute(tag, name, value)
        if tag == "meta" and any(value.lower() == "refresh" for _, value in values):
            for address in _REFRESH.findall(dict(values).get("content", "")):
                if OUTSIDE.match(address):
                    self._add("refresh", address, fetches=True)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.found += style_reaches(self._anchor(), data)
        elif self._inside == "script" and self.found and self.found[-1].how == "script":
            self.found[-1] = replace(self.found[-1], made_by=self.found[-1].made_by + data)

    def handle_comment(self, data: str) -> None:
        # Outlook and old browsers read the markup in <!--[if ...]>.
        if data.lstrip().lower().startswith("[if"):
            self._inside_it(data.partition("]>")[2])

    def handle_pi(self, data: str) -> None:
        self._declared("style" if data.startswith("xml-stylesheet") else "declaration", data)

    def handle_decl(self, decl: str) -> None:
        # The public names of HTML and SVG are known to every reader and are not fetched.
        if "w3.org" not in decl:
            self._declared("declaration", decl)

    def unknown_decl(self, data: str) -> None:
        self._declared("declaration", data)

    def _declared(self, how: str, text: str) -> None:
        for one, two in _QUOTED.findall(text):
            if OUTSIDE.match(one or two):
                self._add(how, one or two, fetches=True)

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or _CODE.match(value):
            self._add("script", "", fetches=name.startswith("on"), made_by=value)
        elif name == "style" or "url(" in value.lower():
            self.found += style_reaches(self._anchor(), value)
        elif name == "srcdoc":
            self._inside_it(value)
        elif (tag in {"set", "animate"} and name in _ANIMATED) or (tag == "param" and name == "value"):
            addresses = (one.strip() for one in value.split(";"))
            self._all("picture", (one for one in addresses if _FETCHED.match(_first_word(one))), fetches=True)
        elif name in _ADDRESSES or name.endswith((":href", ":src")):
            self._address(tag, name, value)

    def _address(self, tag: str, name: str, value: str) -> None:
        outside = _addresses(name, value)
        if name in {"action", "formaction"}:
            self._all("form", outside, fetches=True)  # a button sends what stands in its hidden fields
        elif (tag in _LINKS and name != "background") or name in _CLICKED:
            self._all("link", outside, fetches=name == "ping")
        else:
            self._all("picture" if tag in _PICTURES else tag, outside, fetches=True)
            if tag not in _PICTURES and (packed := _unpacked(value)):
                self._inside_it(packed)
                self.found += style_reaches(self._anchor(), packed)

    def _all(self, how: str, addresses: Iterable[str], *, fetches: bool) -> None:
        for address in addresses:
            self._add(how, address, fetches=fetches)

    def _inside_it(self, text: str) -> None:
        """Another document in this one."""
        if self._depth < _MOST_NESTED:
            inner = _Reader(self._anchor(), self._depth + 1)
            inner.feed(text)
            inner.close()
            self.found += inner.found

    def _add(self, how: str, address: str, *, fetches: bool, made_by: str = "") -> None:
        self.found.append(Reach(self._anchor(), how, address, fetches, made_by))

    def _anchor(self) -> str:
        return self._name or f"L{self.getpos()[0]}"


def _addresses(name: str, value: str) -> list[str]:
    """The outside addresses of an attribute; srcset and schemaLocation hold several."""
    several = name in {"srcset", "imagesrcset", "archive"} or name.endswith("schemalocation")
    pieces = re.split(r"[\s,]+", unescape(value)) if several else [value.strip()]
    return [one for one in pieces if OUTSIDE.match(re.sub(r"[\t\r\n]", "", one))]
