"""What is told of a run: to the model its output, value and traceback, to the person a sentence."""

import base64
from collections.abc import Iterator, Mapping

from agent.calls.marks import as_parts
from agent.core.changes import Modify
from agent.core.errors import StaleError, ToolError
from agent.core.messages import Image, Part, Text
from agent.core.paths import shown
from agent.core.running import Code, Harvest, Ran, RunEnd, Told
from agent.core.words import Words
from agent.tools.gathering import Gathered
from agent.tools.inputs import Given

_FAILED_PRINTED = 8_000
_NAMED = 5
_LISTED, _MANY = 10, 50  # so many changes are listed when they are carried out, and so many here
_OFFICE = frozenset({".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".pptm"})
_RAN = Words("Computed in {seconds} s.", "{seconds} 秒で計算しました。")
_LEFT = Words("Not taken: {name} ({why}).", "取り込まなかったもの: {name}（{why}）。")
_ENDS: Mapping[RunEnd, Words] = {
    RunEnd.RAISED: Words(
        "The code ended with an error, so no file was changed.",
        "プログラムがエラーで終了したため、ファイルは変更していません。",
    ),
    RunEnd.TOO_SLOW: Words(
        "The code took too long and was stopped, so no file was changed.",
        "プログラムが時間内に終わらなかったため停止しました。ファイルは変更していません。",
    ),
    RunEnd.NO_MEMORY: Words(
        "The code needed too much memory and was stopped, so no file was changed.",
        "プログラムのメモリ使用量が上限を超えたため停止しました。ファイルは変更していません。",
    ),
    RunEnd.TOO_MUCH: Words(
        "The code wrote too much and was stopped, so no file was changed.",
        "プログラムの出力が上限を超えたため停止しました。ファイルは変更していません。",
    ),
    RunEnd.CRASHED: Words(
        "Python ended unexpectedly while the code ran, so no file was changed.",
        "プログラムの実行中に Python が予期せず終了したため、ファイルは変更していません。",
    ),
}  # fmt: skip
_LOST = "Variables of earlier calls are gone."
_SILENT = "It printed nothing and changed no file. Print what you want to know."
_NAME_IT = "Code replaces only what it was given: name the file in `files` too, or write another name. The code ran:"
_CAREFUL = "deskhand.edit("
_WHOLE = (
    "A library saved {names} and may have dropped what it does not know (charts, pictures, comments): look with "
    "`compare`. `edit` and deskhand.edit keep everything."
)


def failure(ran: Ran, hosts: tuple[str, ...] = ()) -> ToolError:
    """The error of a run that is not DONE; `hosts` are those from which it has something."""
    error = ToolError(_ENDS[ran.end], f"code_{ran.end}")
    error.hosts = hosts
    printed = ran.printed
    if len(printed) > _FAILED_PRINTED:
        half = _FAILED_PRINTED // 2
        printed = f"{printed[:half]}\n… ({len(printed) - _FAILED_PRINTED:,} more characters) …\n{printed[-half:]}"
    error.told = (*_output(printed, "", ran.trouble), *((_LOST,) if ran.lost else ()))
    return error


def refused(ran: Ran, error: ToolError) -> tuple[str, ...]:
    """What the model hears besides an error that refuses what the code made: what would be right, and its output."""
    right = (_NAME_IT,) if isinstance(error, StaleError) else ()
    return (*right, *_output(ran.printed, ran.value, ""))


def words(ran: Ran, given: Given, harvest: Harvest, made: Gathered) -> Iterator[Part]:
    """The parts that the model hears of a run that is DONE."""
    yield from map(Text, _output(ran.printed, ran.value, ""))
    if ran.lost:
        yield Text(_LOST)
    if given.left:
        yield Text(f"Not given: {_few(given.left)}.")
    if harvest.left:
        yield Text(f"Left behind, not taken: {_few([f'{one.name!r}: {one.why.en}' for one in harvest.left])}.")
    if not (ran.printed or ran.value or ran.figures or made.changes):
        yield Text(_SILENT)


def changed(code: Code, made: Gathered) -> Iterator[Part]:
    """What the model should know of the changes: which ones, when they are many, and what a library may have lost."""
    if len(made.lines) > _LISTED:
        yield Text(f"Its {len(made.lines)} changes: {_few(made.lines, _MANY)}.")
    if _CAREFUL not in code.text and (
        names := [str(one.place) for one in made.changes if isinstance(one, Modify) and one.place.suffix in _OFFICE]
    ):
        yield Text(_WHOLE.format(names=_few([repr(name) for name in names])))


def pictures(ran: Ran) -> tuple[Image, ...]:
    """The figures that it drew. Blocks."""
    return tuple(Image("image/png", base64.b64encode(path.read_bytes()).decode("ascii")) for path in ran.figures)


def for_person(ran: Ran, harvest: Harvest) -> tuple[Words, ...]:
    """A line for the person, and one for each thing that was left behind."""
    left = harvest.left[:_NAMED]
    return _RAN.of(seconds=f"{ran.seconds:.1f}"), *(_LEFT.of(name=shown(one.name), why=one.why) for one in left)


def _output(printed: str, value: str, trouble: str) -> tuple[str, ...]:
    """Text parts between marks: files speak through what code prints."""
    given = ((Told.PRINTED, printed), (Told.VALUE, value), (Told.TROUBLE, trouble))
    said = [f"{label}\n{text.rstrip()}" for label, text in given if text.strip()]
    return as_parts(said) if said else ()


def _few(names: tuple[str, ...] | list[str], most: int = _NAMED) -> str:
    rest = len(names) - most
    return "; ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
