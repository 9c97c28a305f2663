"""What HTML, SVG, XML, CSS and Markdown would fetch, link to or run. WHATWG HTML, SVG 2, CSS Values 4, CommonMark."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from agent.core.documents import Reach

_LINKS = frozenset({"a", "area", "form", "button", "q", "blockquote", "del", "ins"})
_ADDRESSES = frozenset({"src", "href", "xlink:href", "srcset", "imagesrcset", "poster", "data", "background", "action",
                        "formaction", "cite", "longdesc", "manifest", "classid", "codebase", "archive", "lowsrc",
                        "dynsrc", "ping", "profile", "schemalocation", "xsi:schemalocation", "srcdoc",
                        "xsi:nonamespaceschemalocation"})  # fmt: skip
_CLICKED = frozenset({"action", "formaction", "cite", "longdesc", "ping"})
_PICTURES = frozenset({"img", "image", "picture", "source", "feimage", "use", "input", "v:imagedata", "v:fill"})
_CODE = re.compile(r"^\s*(?:java|vb)script:", re.IGNORECASE)
# A scheme, \\server, //server or C:\; not what lies in the document itself.
OUTSIDE = re.compile(r"^\s*(?!(?:data|cid|urn|about|blob):)(?:[a-z][a-z0-9+.-]*:|\\\\|//|/\\|\\/)", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"']*))\s*\)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE)
_BARE = re.compile(r"(?:https?|ftp|file)://[^\s<>\"'`)\]}]+", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)


def markup_reaches(text: str, name: str = "") -> Iterator[Reach]:
    """What HTML, SVG or other XML reaches, anchored by line ("L12"), or by `name` when the text is a part of a file."""
    reader = _Reader(name)
    reader.feed(text)
    reader.close()
    yield from reader.found
    told = {one.address for one in reader.found}
    # Browsers and this reader may differ about broken markup: no address stays unsaid.
    yield from (one for one in bare_reaches(text, name) if one.address not in told)


def style_reaches(anchor: str, css: str) -> Iterator[Reach]:
    """What a style sheet fetches. Its escapes ("u\\72l(") are resolved."""
    css = _ESCAPE.sub(_character, css) if "\\" in css else css
    for found in (*_URL.finditer(css), *_IMPORT.finditer(css)):
        address = next((one for one in found.groups() if one), "").strip()
        if OUTSIDE.match(address):
            yield Reach(anchor, "style", address, True)


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
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Reach] = []
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
            self._attribute(tag, name, value)
        if tag == "meta" and any(value.lower() == "refresh" for _, value in values):
            for address in _REFRESH.findall(dict(values).get("content", "")):
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
            inner = _Reader(self._anchor())
            inner.feed(data.partition("]>")[2])
            self.found += inner.found

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
            inner = _Reader(self._anchor())
            inner.feed(value)
            self.found += inner.found
        elif name in _ADDRESSES or name.endswith((":href", ":src")):
            for address in _addresses(name, value):
                if (tag in _LINKS and name != "background") or name in _CLICKED:
                    self._add("link", address, fetches=name == "ping")
                else:
                    self._add("picture" if tag in _PICTURES else tag, address, fetches=True)

    def _add(self, how: str, address: str, *, fetches: bool, made_by: str = "") -> None:
        self.found.append(Reach(self._anchor(), how, address, fetches, made_by))

    def _anchor(self) -> str:
        return self._name or f"L{self.getpos()[0]}"


def _addresses(name: str, value: str) -> list[str]:
    """The outside addresses of an attribute; srcset and schemaLocation hold several."""
    several = name in {"srcset", "imagesrcset", "archive"} or name.endswith("schemalocation")
    pieces = re.split(r"[\s,]+", unescape(value)) if several else [value.strip()]
    return [one for one in pieces if OUTSIDE.match(one.replace("\t", "").replace("\n", ""))]
