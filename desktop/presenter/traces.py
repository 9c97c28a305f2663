"""What a Session leaves behind in the picture besides files: what was sent where, and standing permissions."""

from dataclasses import replace

from agent.core.actions import Grant, Source
from agent.core.events import Sent, Spent, UsageAdded
from agent.core.messages import Usage
from desktop.presenter.items import Permission
from desktop.presenter.picture import SentTo, SessionPicture
from desktop.presenter.steps import with_aside


def left(picture: SessionPicture, notice: Sent | UsageAdded | Spent) -> SessionPicture:
    """Words went to a model, or it answered: summed up for each model at each host."""
    match notice:
        case Sent(host, to, size, sources):
            one = SentTo("" if notice.by_tool else to, host, size=size, sources=sources)
        case Spent(model=model, usage=usage, host=host):
            picture = replace(picture, metered=True)
            one = _paid(model, host, usage)
        case UsageAdded(model, usage, host):
            one = _paid(model, host, usage)
            if picture.metered:
                return picture
    if one == SentTo(one.model, one.host, cost=one.cost):
        return picture
    same = next((sent for sent in picture.sent if (sent.model, sent.host) == (one.model, one.host)), None)
    if same is None:
        return replace(picture, sent=(*picture.sent, one))
    total = _sum(same, one)
    return replace(picture, sent=tuple(total if sent is same else sent for sent in picture.sent))


def given(picture: SessionPicture, grant: Grant) -> SessionPicture:
    """A standing permission, told once."""
    if grant in picture.grants:
        return picture
    more = replace(picture, grants=(*picture.grants, grant))
    return with_aside(more, Permission(f"grant-{picture.count}", grant, given=True))


def revoked(picture: SessionPicture, grant: Grant) -> SessionPicture:
    """It counts no more."""
    less = replace(picture, grants=tuple(known for known in picture.grants if known != grant))
    return with_aside(less, Permission(f"grant-{picture.count}", grant, given=False))


def files_of(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Each file once, by its name, with the most hidden pieces that were found in it."""
    found: dict[str, Source] = {}
    for source in sources:
        known = found.get(source.name)
        if known is None or source.hidden > known.hidden:
            found[source.name] = source
    return tuple(found.values())


def _paid(model: str, host: str, usage: Usage) -> SentTo:
    unpriced = usage.cost is None and bool(usage.input or usage.output)
    return SentTo(model, host, usage.input, usage.output, usage.cost, unpriced=unpriced)


def _sum(one: SentTo, more: SentTo) -> SentTo:
    cost = None if one.cost is None and more.cost is None else (one.cost or 0.0) + (more.cost or 0.0)
    return SentTo(
        one.model,
        one.host,
        one.input + more.input,
        one.output + more.output,
        cost,
        one.size + more.size,
        files_of((*one.sources, *more.sources)) if more.sources else one.sources,
        one.unpriced or more.unpriced,
    )
