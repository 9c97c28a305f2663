"""WebDAV, as much of it as calendars and files need (RFC 4918, RFC 4791, RFC 6764).

Own code over `agent.web`, because the client library for CalDAV brings a second urllib3 that takes the place of the
first one for the whole process. Versions are ETags: nothing is overwritten but the version that was seen.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree

from agent.core.errors import StaleError, ToolError
from agent.core.words import Words
from agent.web.addresses import Address, is_here
from agent.web.getting import Answered, Request
from connectors.own.calling import Stop
from connectors.own.web import Way

DAV, CAL = "DAV:", "urn:ietf:params:xml:ns:caldav"
_NAMES = {"d": DAV, "c": CAL}
_REDIRECTS, _MOST = 5, 5_000
LARGEST = 100 * 1024**2
_KEY = Words("{host} refused the name or the password.", "{host} がユーザー名またはパスワードを受け付けませんでした。")
_STALE = Words("{name} was changed since it was seen. Look again.", "「{name}」は確認の後に変更されています。")
_STRANGE = Words("{host} sent something that is no answer of WebDAV.", "{host} から WebDAV ではない応答が届きました。")
_OPENLY = Words(
    "Without https a password may only go to this computer, not to {host}.",
    "https なしでパスワードを送れるのは、このパソコンだけです（{host} には送りません）。",
)


@dataclass(frozen=True, slots=True)
class Item:
    """What a server tells of one thing: its path, its version (""), bytes, when it changed, in its own words."""

    path: str
    tag: str = ""
    size: int = 0
    changed: str = ""
    is_folder: bool = False
    is_calendar: bool = False
    name: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Dav:
    """One server, entered with one password. `way` reaches the host that the person wrote."""

    root: Address
    way: Way
    user: str
    password: str

    def request(
        self, method: str, path: str, stop: Stop, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answered:
        """One request, redirects on the same server followed. Blocks.

        Raises:
            ToolError: what `agent.web.getting.Get` raises; "refused_key", "no_tls".
            StaleError: the version is another one.
        """
        here = replace(self.root, path=path)
        for _ in range(_REDIRECTS):
            answered = self._once(method, here, stop, body, headers or {})
            if not answered.moved:
                return answered
            there = self.way.reachable.address(urljoin(here.text, answered.moved))
            if not there.beside(self.root) or (here.scheme == "https" and there.scheme != "https"):
                break
            here = there
        raise ToolError(_STRANGE.of(host=self.root.host), "bad_answer")

    def _once(self, method: str, here: Address, stop: Stop, body: bytes, headers: Mapping[str, str]) -> Answered:
        if here.scheme != "https" and not is_here(here.host):
            raise ToolError(_OPENLY.of(host=here.host), "no_tls")
        told = dict(headers)
        if self.user:
            told["Authorization"] = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        try:
            return self.way.got(here, stop, Request(method, told, body), LARGEST)
        except ToolError as error:
            if error.code in {"http_401", "http_403"} and method in {"PROPFIND", "REPORT", "GET"}:
                raise ToolError(_KEY.of(host=here.host), "refused_key") from error
            if error.code in {"http_412", "http_409"}:
                raise StaleError(_STALE.of(name=unquote(here.path.rpartition("/")[2]))) from error
            raise

    def found(self, path: str, depth: int, stop: Stop) -> tuple[Item, ...]:
        """What lies at a path, and (depth 1) in the folder there. Raises as `request`."""
        wanted = "<d:resourcetype/><d:displayname/><d:getetag/><d:getcontentlength/><d:getlastmodified/>"
        body = f'<d:propfind xmlns:d="DAV:"><d:prop>{wanted}</d:prop></d:propfind>'
        return self.asked("PROPFIND", path, body, stop, depth)

    def asked(self, method: str, path: str, body: str, stop: Stop, depth: int) -> tuple[Item, ...]:
        """A question with a body of XML. Raises as `request`."""
        answered = self.request(method, path, stop, *_xml(body, depth))
        return tuple(self._items(answered.data))

    def pointed(self, path: str, name: str, stop: Stop) -> str:
        """The path that a property points to ("d:current-user-principal"), "" for none."""
        body = f'<d:propfind xmlns:d="DAV:" xmlns:c="{CAL}"><d:prop><{name}/></d:prop></d:propfind>'
        answered = self.request("PROPFIND", path, stop, *_xml(body, 0))
        href = self._tree(answered.data).findtext(f".//{name}/d:href", "", _NAMES)
        return self._path(href) if href else ""

    def _items(self, data: bytes) -> Iterator[Item]:
        for one in self._tree(data).findall("d:response", _NAMES)[:_MOST]:

            def value(name: str, one: etree._Element = one) -> str:
                return (one.findtext(f".//{name}", "", _NAMES) or "").strip()

            kinds = one.find(".//d:resourcetype", _NAMES)
            size = value("d:getcontentlength")
            yield Item(
                self._path(value("d:href")), value("d:getetag"), int(size) if size.isdecimal() else 0,
                value("d:getlastmodified"), kinds is not None and kinds.find("d:collection", _NAMES) is not None,
                kinds is not None and kinds.find("c:calendar", _NAMES) is not None, value("d:displayname"),
                value("c:calendar-data"),
            )  # fmt: skip

    def _tree(self, data: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            tree = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ToolError(_STRANGE.of(host=self.root.host), "bad_answer") from error
        if tree.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # its stubs do not have it
            raise ToolError(_STRANGE.of(host=self.root.host), "bad_answer")
        return tree

    def _path(self, href: str) -> str:
        """The path of what a server names: on this server, or it is none."""
        there = self.way.reachable.address(urljoin(self.root.text, href))
        if not there.beside(self.root):
            raise ToolError(_STRANGE.of(host=self.root.host), "bad_answer")
        return there.path


def dav_at(address: str, way: Way, user: str, password: str) -> Dav:
    """The server at an address that the person wrote. Raises ToolError: it is none."""
    own = urlsplit(address).hostname
    near = replace(way, reachable=replace(way.reachable, near=way.reachable.near | ({own} if own else set())))
    return Dav(near.reachable.address(address), near, user, password)


def below(path: str, name: str) -> str:
    """The path of a thing in a folder."""
    return f"{path.rstrip('/')}/{quote(name, safe='')}"


def _xml(body: str, depth: int) -> tuple[bytes, Mapping[str, str]]:
    return body.encode(), {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
