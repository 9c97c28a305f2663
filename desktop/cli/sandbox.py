"""`deskhand sandbox check`: what runs code on this computer, what confines it, and whether that holds."""

import sys
from argparse import Namespace

from agent.core.codec import dumps, plain
from agent.core.running import Tier
from agent.core.words import NO_WORDS, Words
from agent.sandbox.probe.values import Probed
from desktop.cli.show import say, tell
from desktop.compose.confined import can_run, examined, measured
from desktop.compose.house import House
from desktop.host.sandbox_views import report_view
from desktop.wire.sandbox import TierView

_TITLES = {
    "native": Words("Python with its libraries", "Python とライブラリ"),
    "small": Words("Light environment for a part of Python", "軽量な実行環境（Python の一部の機能）"),
}
_BY = Words("  confined by {by}", "  隔離: {by}")
_MISSING = Words("  NOT there. {missing}", "  使用できません。{missing}")
_NOTE = Words("  {note}", "  {note}")
_TRIED = Words(
    "  {tried} {tried:way|ways} out tried: {closed} closed", "  隔離を破る方法を {tried} 通り試行: {closed} 通りを阻止"
)
_KNOWN = Words("  open, as is known: {known} ({what})", "  阻止されない（既知）: {known}（{what}）")
_HOLE = Words("  OPEN, and must not be: {what} ({how})", "  阻止されない（問題）: {what}（{how}）")
_BROKEN = Words(
    "  Code did not run properly in the check, so it says nothing.",
    "  検査中にプログラムが正常に動作しなかったため、結果は信頼できません。",
)
_GOOD = Words("Code can be run here: it is confined.", "このパソコンでは、プログラムを隔離して実行できます。")
_BAD = Words(
    "Something gets out of the confinement. Do not let the agent run code, and report this.",
    "隔離に問題があります。エージェントにプログラムを実行させず、この結果を報告してください。",
)
_NONE = Words(
    "Code cannot be run here: nothing confines it. It is never run without.",
    "このパソコンには隔離の仕組みがないため、プログラムは実行しません。",
)


async def run_sandbox(house: House, options: Namespace) -> int:
    """Check every Tier: 0 when one is there and nothing is open that must not be, else 1."""
    language = options.language
    progress = sys.stderr.isatty() and not options.json
    reports = await examined(measured(house), _drawn if progress else _silent)
    if progress:
        sys.stderr.write("\r\033[K")
    views = [report_view(report, language) for report in reports]
    for view in views:
        say(dumps({**plain(view), "holds": view.holds}) if options.json else _shown(view, language))
    good = can_run(reports)
    verdict = _GOOD if good else _BAD if any(view.there for view in views) else _NONE
    tell(verdict.text(language))
    return 0 if good else 1


def _silent(_tier: Tier, _one: Probed, _done: int, _total: int) -> None:
    """Nobody watches."""


def _drawn(_tier: Tier, _one: Probed, done: int, total: int) -> None:
    sys.stderr.write(f"\r{done} / {total}")
    sys.stderr.flush()


def _shown(view: TierView, language: str) -> str:
    lines = [_TITLES.get(view.tier, Words(view.tier, view.tier))]
    if not view.there:
        lines.append(_MISSING.of(missing=view.missing))
    else:
        lines.append(_BY.of(by=view.by))
        lines.append(_NOTE.of(note=view.note) if view.note else NO_WORDS)
        lines.append(_TRIED.of(tried=view.tried, closed=view.closed))
        lines.append(NO_WORDS if view.works else _BROKEN)
        lines += [_HOLE.of(what=one.what, how=one.how) for one in view.holes]
        lines += [_KNOWN.of(what="; ".join(what), known=why) for why, what in view.known]
    return "\n".join(line.text(language) for line in lines if line != NO_WORDS)
