"""Views of what confines code, for the window and the command line."""

from collections.abc import Sequence

from agent.core.running import Offer
from agent.sandbox.probe.values import Probed, Report
from desktop.wire.sandbox import OpenView, SandboxView, TierView


def offer_views(offers: Sequence[Offer], language: str) -> SandboxView:
    """What there is, not checked."""
    return SandboxView(tuple(_tier(offer, language) for offer in offers))


def report_views(reports: Sequence[Report], at: str, language: str) -> SandboxView:
    """What a check found."""
    return SandboxView(tuple(report_view(report, language) for report in reports), at)


def report_view(report: Report, language: str) -> TierView:
    """The same of one Tier."""
    gone_through = tuple(_open(one, language) for one in (*report.holes, *report.known))
    tried = len(report.probed)
    return _tier(
        report.offer, language, tried, tried - len(gone_through), gone_through, works=report.works or not tried
    )


def _tier(  # noqa: PLR0913  # its fields
    offer: Offer,
    language: str,
    tried: int = 0,
    closed: int = 0,
    gone_through: tuple[OpenView, ...] = (),
    *,
    works: bool = True,
) -> TierView:
    missing, note = offer.missing.text(language), offer.note.text(language)
    return TierView(str(offer.tier), offer.there, offer.by, missing, note, tried, closed, works, gone_through)


def _open(one: Probed, language: str) -> OpenView:
    return OpenView(one.attempt.words.text(language), one.how, one.known.text(language))
