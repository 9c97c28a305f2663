"""What a task will probably cost, said before it begins: from tasks that were like it, else from the folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.core.events import Spent, TurnStarted, UsageAdded
from agent.core.messages import Usage
from agent.core.ports import Entry
from agent.core.words import Words, dollars
from agent.models.prices import Price
from agent.session.journal import Journal
from agent.session.state import summed

ALIKE = 0.12
"""Two requests that share so much of their pairs of letters are about the same (0 to 1)."""
MOST_ALIKE = 8
FEW = 3
_LAST = 20
_PROMPT = 6_000
_MOST_READ = 150_000
_TEXT = (".txt", ".md", ".csv", ".json", ".html", ".xml", ".eml", ".tsv", ".log")
_OFFICE = (".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt", ".ods", ".odt", ".xlsb", ".xlsm", ".msg")
_PICTURES = (".png", ".jpg", ".jpeg", ".heic", ".webp", ".gif", ".tif", ".tiff", ".bmp")
_ALIKE_WORDS = Words(
    "About {low} to {high}: {count} {count:task|tasks} like this one took as many tokens. The real cost can differ.",
    "およそ {low}～{high}。似たタスク {count} 件のトークン数から見積もりました。実際の費用は異なることがあります。",
)
_LAST_WORDS = Words(
    "About {low} to {high}, as your last {count} {count:task, which is not|tasks; none of them is} much like this one.",
    "およそ {low}～{high}。直近のタスク {count} 件から見積もりました。似たタスクはまだありません。",
)
_FOLDER_WORDS = Words(
    "A rough guess: {low} to {high}, between a few steps and reading all {count} {count:file|files}. It gets better "
    "with each task.",
    "おおまかな見積もり: {low}～{high}。数ステップで済む場合から、{count} 件のファイルをすべて読む場合までの幅です。"
    "タスクを重ねるほど正確になります。",
)


@dataclass(frozen=True, slots=True)
class Past:
    """A Turn that is over: the person's words and all that its requests used."""

    text: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Forecast:
    """US dollars from `low` to `high`; `words` say it in a sentence."""

    low: float
    high: float
    words: Words

    @property
    def short(self) -> str:
        """The range alone."""
        return f"≈ {dollars(self.low)} – {dollars(self.high)}"


def past(journal: Journal) -> tuple[Past, ...]:
    """Every Turn in which a model was asked, in the order of time."""
    running: dict[str, Past] = {}
    found: list[Past] = []
    metered: set[str] = set()
    for _, session, record in journal.of_kinds((TurnStarted, Spent, UsageAdded)):
        match record.event:
            case TurnStarted(text=text):
                found += [one for one in (running.pop(session, None),) if one is not None and one.usage.input]
                running[session] = Past(text, Usage())
            case Spent(usage=usage) | UsageAdded(usage=usage) if session in running:
                if isinstance(record.event, Spent):
                    metered.add(session)
                elif session in metered:
                    continue
                one = running[session]
                running[session] = Past(one.text, summed(one.usage, usage))
            case _:
                continue
    return (*found, *(one for one in running.values() if one.usage.input))


def forecast(text: str, price: Price, tasks: Sequence[Past], entries: Iterable[Entry]) -> Forecast:
    """What a task with these words costs with a model of this price, in a folder with these entries."""
    alike = _alike(text, tasks)
    if len(alike) >= FEW:
        return _from_tasks(price, alike, _ALIKE_WORDS)
    if len(tasks) >= FEW:
        return _from_tasks(price, tasks[-_LAST:], _LAST_WORDS)
    return _from_folder(price, entries)


def _alike(text: str, tasks: Sequence[Past]) -> Sequence[Past]:
    """Those most like `text`, the closest first."""
    wanted = _pairs(text)
    scored = ((_shared(wanted, _pairs(one.text)), at, one) for at, one in enumerate(tasks))
    close = sorted((score, at, one) for score, at, one in scored if score >= ALIKE)
    return [one for _, _, one in reversed(close[-MOST_ALIKE:])]


def _pairs(text: str) -> frozenset[str]:
    plain = "".join(text.lower().split())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def _from_tasks(price: Price, tasks: Sequence[Past], words: Words) -> Forecast:
    """The middle of what they cost, at this price; wider when there are few of them."""
    paid = sorted(_paid(price, one.usage) for one in tasks)
    cut = len(paid) // 5
    wide = 1.5 if len(paid) < 2 * FEW else 1.15
    low, high = paid[cut] / wide, paid[-1 - cut] * wide
    return Forecast(low, high, words.of(low=dollars(low), high=dollars(high), count=len(tasks)))


def _paid(price: Price, usage: Usage) -> float:
    """The sum of many requests: no one of them was so long that it cost more."""
    rates = price.tiers[0][1]
    plain = max(usage.input - usage.cached - usage.written, 0)
    sent = plain * rates.input + usage.cached * rates.cached + usage.written * rates.written
    return (sent + usage.output * rates.output) / 1_000_000


def _from_folder(price: Price, entries: Iterable[Entry]) -> Forecast:
    """From three steps that find what they need at once, to as many as it takes to read everything."""
    files = [entry for entry in entries if entry.kind == "file"]
    whole = min(sum(map(_tokens, files)), _MOST_READ)
    steps = min(6 + len(files), 40)
    least = Usage(3 * _PROMPT, 900, cached=2 * _PROMPT)
    most = Usage(int(steps * (_PROMPT + whole / 2)), steps * 500, cached=int(steps * (_PROMPT + whole / 2) * 0.5))
    low, high = _paid(price, least), _paid(price, most)
    return Forecast(low, high, _FOLDER_WORDS.of(low=dollars(low), high=dollars(high), count=len(files)))


def _tokens(entry: Entry) -> float:
    """About how much text a file holds."""
    suffix = entry.place.suffix
    if suffix in _TEXT:
        return entry.size / 3.5
    if suffix in _OFFICE:
        return min(entry.size / 10, 40_000)
    if suffix == ".pdf":
        return min(entry.size / 30, 40_000)
    return 1_600 if suffix in _PICTURES else 0
