"""What left this machine, or went to a model on it: a fold of Sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from agent.core.actions import Source
from agent.core.events import Sent
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Gone:
    """All that went to one host ("" is this machine) through one model: requests, bytes of their bodies, sources."""

    host: str
    to: str
    requests: int = 0
    size: int = 0
    sources: tuple[Source, ...] = ()


_LIST = Words("the list of files", "ファイルの一覧")


def called(source: Source) -> Words:
    """What a source is called, safe to show. The first Root itself stands for the names of what lies in it."""
    name = shown(source.name)
    return _LIST if name in ("", ".") else Words(name, name)


def leaving(state: SessionState, host: str, to: str, size: int, heard: Iterable[Source] = ()) -> Sent:
    """The Event of a request with `size` bytes that is about to leave a Session in this state.

    `to` is the name of a model, or the request line of what code asks of a web server, which may hold words of what was
    `heard` besides.
    """
    gone = {source for sent in state.sent if sent.host == host for source in sent.sources}
    sources = dict.fromkeys((*state.sources, *heard))
    return Sent(host, to, size, tuple(source for source in sources if source not in gone))


def gone(sent: Iterable[Sent]) -> tuple[Gone, ...]:
    """Summed up by host and model, in the order in which they were first spoken to."""
    found: dict[tuple[str, str], Gone] = {}
    for one in sent:
        so_far = found.get((one.host, one.to), Gone(one.host, one.to))
        found[one.host, one.to] = Gone(
            one.host, one.to, so_far.requests + 1, so_far.size + one.size,
            tuple(dict.fromkeys((*so_far.sources, *one.sources))),
        )  # fmt: skip
    return tuple(found.values())
