"""The web: a page or a document at an address as text, saved when that is wanted, and search.

One address a call; each is judged and asked about by its host and what it carries. Its redirects stay on the same
server; where another one is meant, that is told, and the model must ask for it in a call of its own.
"""

import html
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from agent.calls.params import Arguments
from agent.core.actions import Effect
from agent.core.documents import Documents
from agent.core.errors import InvalidArgumentsError, ToolError, UnreadableError
from agent.core.messages import Evidence, Result
from agent.core.paths import shown
from agent.core.ports import Files, ReadyCall
from agent.core.words import Words
from agent.packages.package import Need
from agent.web.addresses import Address, Reachable
from agent.web.getting import LARGEST, PLAIN, Answered, Get, Request
from connectors.connector import Config, Means
from connectors.own.calling import (
    Called,
    OwnTool,
    Stop,
    cut,
    new_file,
    outward,
    own_tool,
    saved,
    text_lines,
    told,
    writes,
)
from connectors.own.searching import CALLED, PROVIDERS, Hit, asking, hits
from connectors.own.standing import Field, OwnConnector

_REDIRECTS, _MOST_HITS, _MOST_LINKS = 5, 20, 60
_LOOKED_FOR_LINKS = 1_000_000
_LINK = re.compile(r"<a\s[^<>]{0,500}?href\s*=\s*[\"']?([^\"'<>\s]{1,1000})[^<>]{0,500}>([^<]{1,200})", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^<>]{0,200}charset[^<>]{0,100}>", re.IGNORECASE)
_KINDS: Mapping[str, str] = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt",
    "text/markdown": ".md", "text/csv": ".csv", "application/json": ".json", "application/xml": ".xml",
    "text/xml": ".xml", "application/rss+xml": ".xml", "application/atom+xml": ".xml", "text/calendar": ".ics",
    "message/rfc822": ".eml", "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "image/png": ".png", "image/jpeg": ".jpg",
}  # fmt: skip
_FETCH = Words("Fetch {address}", "{address} を取得")
_SEARCH = Words("Search the web with {title}", "「{title}」で Web を検索")
_FOUND = Words("{count} {count:line|lines}", "{count} 行")
_HITS = Words("{count} {count:result|results}", "検索結果 {count} 件")
_READY = Words("Pages can be fetched. No search is set up.", "ページを取得できます。検索は未設定です。")
_SEARCHES = Words(
    "Pages can be fetched, and {host} can be searched with.", "ページの取得と、{host} での検索ができます。"
)
_OPENLY = Words("{host} leads on to an address without https.", "{host} が https でないアドレスへ転送しました。")
_ROUND = Words("{host} leads from one address to the next without an end.", "{host} の転送が終わりません。")
_REFUSED = Words("{host} refused the key.", "{host} がキーを受け付けませんでした。")


@dataclass(frozen=True, slots=True)
class Way:
    """The way to web servers. `trust` says whose certificates are believed."""

    reachable: Reachable = field(default_factory=Reachable)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def got(self, address: Address, stop: Stop, request: Request = PLAIN, largest: int = LARGEST) -> Answered:
        """One request, whose answer has at most `largest` bytes. Blocks. Raises ToolError."""
        get = Get(address, self.reachable.numbers(address), self.trust, request, largest)
        stop.leave(get.stop)
        return get.run()


class WebConnector(OwnConnector):
    """Pages of the public web, and of hosts of the own network that the person names in `near`."""

    form = (
        Field(
            "provider",
            Need.TEXT,
            Words("Search with", "検索サービス"),
            choices=(("", Words("Nothing: pages only", "検索しない（ページの取得のみ）")), *CALLED.items()),
        ),
        Field("address", Need.TEXT, Words("Address of your SearXNG server", "SearXNG サーバーのアドレス")),
        Field("key", Need.HIDDEN, Words("Key of the search provider", "検索サービスのキー")),
        Field(
            "near",
            Need.TEXT,
            Words("Hosts of your own network", "内部ネットワークのホスト"),
            Words("Others there are never reached.", "ここにないホストには接続しません。"),
            multiple=True,
        ),
    )

    def __init__(self, config: Config, means: Means, way: Way | None = None) -> None:
        super().__init__(config, means)
        way = way or Way()
        near = frozenset(self.setting("near").split())
        self._way = _with(way, near)
        own = urlsplit(self.setting("address")).hostname
        self._to_provider = _with(way, frozenset((own,) if own else ()))  # written by the person, wherever it lies

    def offered(self) -> tuple[str, ...]:
        """See OwnConnector."""
        return ("fetch", *(("search",) if self._searches() else ()))

    def reaches(self) -> tuple[str, ...]:
        """Any public host, which an Allow decides; the provider's; what the person named."""
        return ("*", *((self._search_host(),) if self._searches() else ()), *self.setting("near").split())

    def attempt(self, stop: Stop) -> Words:
        """A search, if there is a provider: a key is tried by using it."""
        if not self._searches():
            return _READY
        try:
            self._asked("deskhand", 1, stop)
        except ToolError as error:
            if error.code in {"http_401", "http_403"}:
                raise ToolError(_REFUSED.of(host=self._search_host()), "refused_key") from error
            raise
        return _SEARCHES.of(host=self._search_host())

    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """See OwnConnector."""
        fetch = own_tool(
            self.config, "fetch",
            "Fetch a web page, PDF or Office file at `url` (http or https) as text with its links. Long ones: go on "
            "with `start`. `save`: keep the file as it is under this new path instead.",
            lambda given: self._fetching(files, documents, language, given), ("url",),
            {"url": {"type": "string"}, "start": {"type": "integer"}, "save": {"type": "string"}},
        )  # fmt: skip
        search = own_tool(
            self.config, "search",
            "Search the web: titles, addresses and a few words each. Fetch what you rely on.",
            lambda given: self._searching(language, given), ("query",),
            {"query": {"type": "string"}, "count": {"type": "integer"}},
        )  # fmt: skip
        return (fetch, search) if self._searches() else (fetch,)

    def _fetching(self, files: Files, documents: Documents, language: str, given: Arguments) -> ReadyCall:
        address = self._way.reachable.address(given.text("url"))
        place = new_file(files, given.text("save")) if given.text("save") else None
        also = (writes(place),) if place else ()
        title = _FETCH.of(address=shown(address.text[:100])).text(language)
        intent = outward(title, Effect.CONNECT, address.host, ("address", address.text), also=also)

        def work(stop: Stop) -> Result:
            answered, at = self._followed(address, stop)
            if answered.moved:
                return _elsewhere(address, answered.moved)
            if place:
                changes = saved(files, place, answered.data, language)
                head = f"{at.text}: {answered.kind or 'unknown kind'}, {len(answered.data):,} bytes, for {place}."
                return told(address.host, head, changes=changes, evidence=(Evidence(at.text, "", ""),))
            return _page(files, documents, answered, at, max(0, given.number("start", 0)), language)

        return Called(intent, address.host, work)

    def _followed(self, address: Address, stop: Stop) -> tuple[Answered, Address]:
        """What lies there, after redirects on the same server; `moved` is set when it leads to another one."""
        here = address
        for _ in range(_REDIRECTS + 1):
            answered = self._way.got(here, stop)
            if not answered.moved:
                return answered, here
            there = self._way.reachable.address(urljoin(here.text, answered.moved))
            if here.scheme == "https" and there.scheme == "http":
                raise ToolError(_OPENLY.of(host=here.host), "redirects")
            if not there.beside(address):
                return Answered(moved=there.text), here
            here = there
        raise ToolError(_ROUND.of(host=address.host), "redirects")

    def _searching(self, language: str, given: Arguments) -> ReadyCall:
        query, count = given.text("query").strip(), min(_MOST_HITS, max(1, given.number("count", 8)))
        if not query:
            raise InvalidArgumentsError("Give words to search for.")
        intent = outward(self.words(_SEARCH, language), Effect.CONNECT, self.account, ("query", query))

        def work(stop: Stop) -> Result:
            found = self._asked(query, count, stop)
            lines = [f"{at}. {one.title}\n   {one.link}\n   {one.words}" for at, one in enumerate(found, 1)]
            said = _HITS.of(count=len(found)).text(language)
            return told(self.account, f"{len(found)} results for {query!r}", cut(lines), said)

        return Called(intent, self._search_host(), work)

    def _asked(self, query: str, count: int, stop: Stop) -> tuple[Hit, ...]:
        provider = PROVIDERS[self.setting("provider")]
        text, request = asking(provider, self.setting("address"), self.secret("key"), query, count)
        address = self._to_provider.reachable.address(text)
        return hits(provider, self._to_provider.got(address, stop, request).data, address.host, count)

    def _searches(self) -> bool:
        chosen = PROVIDERS.get(self.setting("provider"))
        return chosen is not None and bool(chosen.address or self.setting("address"))

    def _search_host(self) -> str:
        chosen = PROVIDERS[self.setting("provider")]
        return urlsplit(self.setting("address") or chosen.address).hostname or ""


def _with(way: Way, near: frozenset[str]) -> Way:
    return replace(way, reachable=replace(way.reachable, near=way.reachable.near | near))


def _elsewhere(address: Address, moved: str) -> Result:
    head = f"{address.text} leads to another server. When that is meant, fetch this address:"
    return told(address.host, head, (moved,))


def _page(files: Files, documents: Documents, answered: Answered, at: Address, start: int, language: str) -> Result:
    suffix = _suffix(answered.kind, at)
    data = _in_utf8(answered) if suffix in {".html", ".txt", ".csv"} else answered.data
    try:
        lines, hidden = text_lines(files, documents, data, suffix)
    except UnreadableError as error:
        said = f"{at.text} ({answered.kind or 'unknown kind'}, {len(data):,} bytes) has no text that can be read here"
        return told(at.host, f"{said}: {error} Use `save` to keep it as a file.")
    head_words = _title(data) if suffix == ".html" else ""
    links = _links(data, at, lines) if suffix == ".html" and not start else ()
    shown_lines = cut(lines[start:])
    more = f" Go on with start={start + len(shown_lines) - 1}." if len(shown_lines) <= len(lines) - start - 1 else ""
    head = f"{at.text} ({suffix[1:]}), from line {start} of {len(lines)}.{more}"
    evidence = Evidence(at.text, f"L{start + 1}", (lines[start] if start < len(lines) else "")[:200])
    body = (*((f"[title] {head_words}",) if head_words else ()), *shown_lines, *links)
    return told(at.host, head, body, _FOUND.of(count=len(lines)).text(language), evidence=(evidence,), hidden=hidden)


def _suffix(kind: str, at: Address) -> str:
    named = "." + at.path.partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
    known = _KINDS.get(kind.partition(";")[0].strip().lower(), "")
    return known or (named if named in set(_KINDS.values()) else ".html" if not kind else ".bin")


def _in_utf8(answered: Answered) -> bytes:
    """The page in UTF-8 when its header names an encoding: that counts before what the page says of itself."""
    named = _CHARSET.search(answered.kind)
    if not named or answered.data.startswith(b"\xef\xbb\xbf"):
        return answered.data
    try:
        text = answered.data.decode(named[1], "replace")
    except LookupError:
        return answered.data
    return _META.sub(b"", text.encode())


def _title(data: bytes) -> str:
    found = _TITLE.search(data[:_LOOKED_FOR_LINKS].decode("utf-8", "replace"))
    return " ".join(html.unescape(found[1]).split()) if found else ""


def _links(data: bytes, at: Address, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Where the links lead whose words a person sees on the page; a link that nobody sees could only be a trap."""
    seen = "\n".join(lines)
    found: dict[str, str] = {}
    for match in _LINK.finditer(data[:_LOOKED_FOR_LINKS].decode("utf-8", "replace")):
        words, target = " ".join(html.unescape(match[2]).split()), html.unescape(match[1])
        whole = urljoin(at.text, target).partition("#")[0]
        if words and words in seen and whole.startswith(("http://", "https://")) and whole != at.text:
            found.setdefault(whole, words)
    return tuple(f"[link] {words}: {whole}" for whole, words in list(found.items())[:_MOST_LINKS])
