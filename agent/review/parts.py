"""What the edit did not mean is as it was: no formula, chart, comment, sheet or picture of a document got lost."""

import json
import re
from collections.abc import Iterator, Sequence

from agent.core.documents import Difference
from agent.core.errors import AgentError
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.marks import normal
from agent.review.sight import Sight
from agent.review.work import MadeFile, Work, made_files

KIND = "untouched"
OFFICE = (".xlsx", ".xlsm", ".xltx", ".xltm", ".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".ppsx")
_TITLE = Words("What was not meant to change is as it was", "変更の対象外の部分が元のまま")
_SAME = Words("{count} {count:part is|parts are} the same bytes", "{count} 個のパーツが 1 バイトも変わらず")
_LOST = Words("{things} went missing.", "{things}が失われました。")
_FORMULA = Words(
    "{anchor} held the formula {before} and now holds {after}.",
    "{anchor} の数式 {before} が {after} に置き換わりました。",
)
_TAKING = re.compile(r"delete|remove|clear|accept|reject|replace_picture|take|merge|flatten|strip|unlink|convert")
_THINGS = (
    (re.compile(r"/charts/chart[^/]*\.xml$"), Words("a chart", "グラフ")),
    (re.compile(r"/(?:worksheets|chartsheets)/[^/]*\.xml$"), Words("a sheet", "シート")),
    (re.compile(r"/slides/slide[^/]*\.xml$"), Words("a slide", "スライド")),
    (re.compile(r"/(?:threadedComments/|comments|commentsExtended)[^/]*\.xml$"), Words("comments", "コメント")),
    (re.compile(r"/pivotTables/"), Words("a pivot table", "ピボットテーブル")),
    (re.compile(r"/tables/table[^/]*\.xml$"), Words("a table", "テーブル")),
    (re.compile(r"/media/"), Words("a picture", "画像")),
    (re.compile(r"/embeddings/"), Words("an embedded file", "埋め込みファイル")),
    (re.compile(r"/(?:header|footer)\d*\.xml$"), Words("a header or footer", "ヘッダーまたはフッター")),
    (re.compile(r"/(?:footnotes|endnotes)\.xml$"), Words("notes", "脚注")),
    (re.compile(r"/vbaProject\.bin$"), Words("macros", "マクロ")),
)  # fmt: skip
_MOST = 10


def untouched(work: Work, sight: Sight) -> Iterator[Found]:
    """A Found for each Office document that was there before, and one for everything that it lost."""
    meant = normal(" ".join((*work.said, *(f"{one.at} {one.need}" for one in work.checklist)))).casefold()
    for one in made_files(work):
        if one.origin is None or not one.place.lower().endswith(OFFICE) or not sight.is_there(one.place):
            continue
        try:
            yield from _of_file(one, sight, meant)
        except AgentError as error:
            yield Found(KIND, CheckState.NOT_RUN, _TITLE, error.words, one.place)


def _of_file(one: MadeFile, sight: Sight, meant: str) -> Iterator[Found]:
    before, now = sight.before(one), sight.now(one.place)
    if before is None:
        return
    parts = sight.documents.parts(before, now)
    found = list(_lost_parts(one, parts.removed, parts.added))
    if one.place.lower().endswith((".xlsx", ".xlsm", ".xltx", ".xltm")):
        found += _lost_formulas(one, sight.documents.diff(before, now), meant)
    yield from found
    if not found:
        yield Found(KIND, CheckState.PASSED, _TITLE, _SAME.of(count=parts.identical), one.place)


def _lost_parts(one: MadeFile, removed: Sequence[str], added: Sequence[str]) -> Iterator[Found]:
    """Things that are gone, when no operation takes things away. A part that only got another name is not."""
    if any(_TAKING.search(name) for name in operations(one)):
        return
    things = [words for pattern, words in _THINGS
              if sum(bool(pattern.search(f"/{name}")) for name in removed)
              > sum(bool(pattern.search(f"/{name}")) for name in added)]  # fmt: skip
    if things:
        named = Words(", ".join(one.en for one in things), "、".join(one.ja for one in things))
        mend = (
            f"The new version has lost {named.en} of the document that was there. Change documents with `edit`, which "
            "keeps them, or undo and say why it cannot be kept."
        )
        yield Found(KIND, CheckState.FAILED, _TITLE, _LOST.of(things=named), one.place, mend)


def _lost_formulas(one: MadeFile, differences: Sequence[Difference], meant: str) -> Iterator[Found]:
    """Cells whose formula gave way to a plain value, though nobody named the cell."""
    lost = [d for d in differences if d.before.startswith("=") and d.after and not d.after.startswith("=")]
    for found in [d for d in lost if not _is_named(d.anchor, meant)][:_MOST]:
        before, after = found.before[:60], found.after[:40]
        why = _FORMULA.of(anchor=found.anchor, before=before, after=after)
        mend = (
            f'{found.anchor} held the formula "{before}" and now holds the plain value "{after}". Put a formula back '
            "there, or, when the person wants the plain value, name the cell in the checklist."
        )
        yield Found(KIND, CheckState.FAILED, _TITLE, why, one.place, mend)


def _is_named(anchor: str, meant: str) -> bool:
    cell = re.escape(anchor.rpartition("!")[2].replace("$", "").casefold())
    return re.search(rf"(?<![a-z0-9]){cell}(?![a-z0-9])", meant) is not None


def operations(one: MadeFile) -> list[str]:
    """The names of the operations by which the Turn changed a file; the tool's own name for other calls."""
    names: list[str] = []
    for call in one.calls:
        try:
            ops = json.loads(call.arguments or "{}").get("ops")
        except (ValueError, AttributeError, RecursionError):
            ops = None
        names += [str(op.get("op", "")) for op in ops if isinstance(op, dict)] if isinstance(ops, list) else [call.tool]
    return names
