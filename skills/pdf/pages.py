"""pdf:pages: merge, split, extract, rotate and reorder PDFs. Page numbers are those that people count, from 1."""

import re
from collections.abc import Callable, Mapping, Sequence

from agent.core.changes import Change, Modify
from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.messages import Result
from agent.core.paths import Place
from agent.core.ports import Entry
from agent.core.words import Words
from skills.form import FOLDER, Field, Form, Kind, choice
from skills.kit.gather import chosen, in_turn
from skills.kit.names import FreeNames, split_name, valid_name
from skills.kit.report import EARLIER, Report, Skipped, code, count_of, skipped
from skills.pdf.making import Source, Work, opened
from skills.pdf.ranges import page_groups
from skills.phrase import Phrase
from skills.recipe import Desk, Fit, Recipe, nothing_to_do

_MERGED = Words("Merged.pdf", "結合.pdf")


def _pages(desk: Desk, form: Form) -> Result:
    """New PDFs; the originals stay unless "replace" is ticked, which rotating and reordering take."""
    work = Work(desk, form, Report(desk), FreeNames(desk.files))
    entries = [entry for entry in chosen(work.report, form, (".pdf",)) if not _is_earlier(work, entry.place)]
    if not entries:
        raise nothing_to_do("There is no PDF to work on.", "PDF がありません。")
    sources = [source for entry in in_turn(desk, entries) if (source := opened(work, entry)) is not None]
    if not sources:
        work.report.say("No PDF could be read.", "読み取れる PDF がありません。")
        return work.report.result("")
    changes = _merged(work, sources) if form.text("action") == "merge" else _each(work, sources)
    title = desk.say(f"Make {count_of(len(changes), 'PDF')}", f"PDF を {len(changes)} 件作成")
    return work.report.result(title, changes)


def _is_earlier(work: Work, place: Place) -> bool:
    """Whether a PDF that nobody named is what a merge of this folder made before."""
    if work.form.text("files") or work.form.text("action") != "merge":
        return False
    names = (_MERGED.en, _MERGED.ja, _wished(work.form))
    earlier = re.sub(r" \(\d+\)(?=\.pdf$)", "", place.name) in names
    if earlier:
        work.report.skips.append(Skipped(place, EARLIER))
    return earlier


def _merged(work: Work, sources: Sequence[Source]) -> list[Change]:
    if len(sources) < 2:
        raise nothing_to_do("Merging needs at least two PDFs.", "結合するには PDF が 2 つ以上必要です。")
    name = _wished(work.form) or _MERGED.text(work.desk.language)
    made = work.created(sources[0].entry.place.parent, name, sources, [])
    pages = sum(source.pages for source in sources)
    work.report.say(
        f"{code(made.place)}: **{count_of(pages, 'page')}** from {count_of(len(sources), 'PDF')}, in this order:",
        f"{code(made.place)}: {len(sources)} 件の PDF、全 **{pages} ページ**。順番は次のとおりです。",
    )
    work.report.points([f"{code(s.entry.place)} ({s.pages})" for s in sources], 40)
    return [made]


def _wished(form: Form) -> str:
    name = valid_name(form.text("name"))
    return name if not name or name.lower().endswith(".pdf") else f"{name}.pdf"


_Action = Callable[[Work, Source], list[Change]]


def _each(work: Work, sources: Sequence[Source]) -> list[Change]:
    actions: Mapping[str, _Action] = {"split": _split, "extract": _extract, "rotate": _rotate, "reorder": _reorder}
    action = actions[work.form.text("action")]
    changes: list[Change] = []
    for index, source in enumerate(sources):
        work.desk.progress(source.entry.place.name, index, len(sources))
        try:
            changes += action(work, source)
        except UnreadableError as error:
            work.report.skips.append(skipped(source.entry.place, error))
        except InvalidArgumentsError as error:
            if len(sources) == 1:
                raise
            work.report.skips.append(skipped(source.entry.place, error))
    return changes


def _split(work: Work, source: Source) -> list[Change]:
    """By the ranges in "pages", else every so many pages. Several parts get a folder of their own."""
    groups = page_groups(work.form.text("pages"), source.pages)
    if not groups:
        every = max(1, int(work.form.number("every")))
        groups = [list(range(n, min(n + every, source.pages + 1))) for n in range(1, source.pages + 1, every)]
    stem = split_name(source.entry.place.name)[0]
    home = source.entry.place.parent
    folder = work.free.claim(home, work.desk.say(f"{stem} pages", f"{stem} ページ")) if len(groups) > 1 else home
    width = len(str(source.pages))
    made: list[Change] = [
        work.created(folder, f"{stem} {_label(group, width)}.pdf", [source], [_take(group)]) for group in groups
    ]
    work.report.say(
        f"{code(source.entry.place)} ({count_of(source.pages, 'page')}) → **{count_of(len(made), 'PDF')}** in "
        f"{work.report.folder(folder)}",
        f"{code(source.entry.place)} ({source.pages} ページ) → {work.report.folder(folder)} に **{len(made)} 件**",
    )
    return made


def _extract(work: Work, source: Source) -> list[Change]:
    pages = _wanted(work, source)
    stem = split_name(source.entry.place.name)[0]
    name = _wished(work.form) or f"{stem} {_label(pages, 1)}.pdf"
    made = work.created(source.entry.place.parent, name, [source], [_take(pages)])
    work.report.say(
        f"{code(made.place)}: {count_of(len(pages), 'page')} of {code(source.entry.place)}",
        f"{code(made.place)}: {code(source.entry.place)} の {len(pages)} ページ",
    )
    return [made]


def _rotate(work: Work, source: Source) -> list[Change]:
    pages = _listed(work, source) or list(range(1, source.pages + 1))
    ops: list[Op] = [{"op": "rotate", "degrees": int(work.form.text("angle")), "pages": _joined(pages)}]
    return _remade(work, source, ops, Words("rotated", "回転"))


def _reorder(work: Work, source: Source) -> list[Change]:
    """The named pages first, in their order, then the others. Every page is kept."""
    first = list(dict.fromkeys(_wanted(work, source)))
    order = first + [page for page in range(1, source.pages + 1) if page not in first]
    return _remade(work, source, [{"op": "order", "pages": _joined(order)}], Words("reordered", "並べ替え"))


def _remade(work: Work, source: Source, ops: Sequence[Op], what: Words) -> list[Change]:
    word = what.text(work.desk.language)
    place = source.entry.place
    if work.form.yes("replace"):
        staged = work.desk.files.staged(work.written([source], ops))
        made: Change = Modify(place, source.copy.sha256, staged)
    else:
        made = work.created(
            place.parent, _wished(work.form) or f"{split_name(place.name)[0]} {word}.pdf", [source], ops
        )
    work.report.say(f"{code(place)}: {word} → {code(made.place)}", f"{code(place)}: {word} → {code(made.place)}")
    return [made]


def _wanted(work: Work, source: Source) -> list[int]:
    pages = _listed(work, source)
    if not pages:
        raise InvalidArgumentsError(
            Words("Say which pages, for example 1-3,5.", "ページを指定してください(例: 1-3,5)。"),
            "field_missing",
        )
    return pages


def _listed(work: Work, source: Source) -> list[int]:
    groups = page_groups(work.form.text("pages"), source.pages)
    return [page for group in groups for page in group]


def _take(pages: Sequence[int]) -> Op:
    return {"op": "take", "source": 0, "pages": _joined(pages)}


def _joined(pages: Sequence[int]) -> str:
    return ",".join(map(str, pages))


def _label(pages: Sequence[int], width: int) -> str:
    """ "p3", "p3-7", and for pages that do not follow each other "p3,9"."""
    if len(pages) == 1:
        return f"p{pages[0]:0{width}}"
    if list(pages) == list(range(pages[0], pages[-1] + 1)):
        return f"p{pages[0]:0{width}}-{pages[-1]:0{width}}"
    return f"p{_joined(pages[:6])}{'…' if len(pages) > 6 else ''}"


def _fits(entries: Sequence[Entry]) -> Fit | None:
    found = [e for e in entries if e.kind == "file" and e.place.suffix == ".pdf"]
    if len(found) < 2:
        return None
    return Fit(20, Words(f"{len(found)} PDFs lie here.", f"PDF が {len(found)} 件あります。"), {"action": "merge"})


def _fills(phrase: Phrase) -> Mapping[str, str]:
    values = {"files": phrase.lines(".pdf"), "name": phrase.result, "action": _action(phrase)}
    if phrase.folder and not values["files"]:
        values["folder"] = str(phrase.folder.place)
    numbers = r"(\d+(?:\s*[-~〜]\s*\d*)?(?:\s*(?:,|、|and|と)\s*\d+(?:\s*[-~〜]\s*\d*)?)*)"
    pages = phrase.found(rf"\bpages?\s+{numbers}") or phrase.found(rf"{numbers}\s*(?:ページ|頁)(?!ごと|ずつ|毎)")
    if every := phrase.found(r"every\s+(\d+)") or phrase.found(r"(\d+)\s*(?:ページ|頁)(?:ごと|ずつ|毎)"):
        values["every"] = every
    elif pages:
        values["pages"] = pages.replace("and", ",").replace("と", ",").replace(" ", "")
    if angle := phrase.found(r"\b(90|180|270)\b") or phrase.found(r"(90|180|270)\s*度"):
        values["angle"] = angle
    return values


def _action(phrase: Phrase) -> str:
    words = {
        "split": r"\bsplit|separate|分割|分け|ばらば",
        "rotate": r"rotat|\bturn|回転",
        "reorder": r"re-?order|順番|並べ替え|並び替え",
        "extract": r"extract|take out|取り出|抜き出|抽出",
    }
    return next((action for action, pattern in words.items() if phrase.says(pattern)), "merge")


PAGES = Recipe(
    id="pdf:pages",
    title=Words("Merge, split and turn PDFs", "PDF の結合・分割・回転"),
    summary=Words(
        "Merges PDFs, splits them, takes pages out, turns them or changes their order.",
        "PDF の結合、分割、ページの抽出、回転、並べ替えをします。",
    ),
    icon="file-stack",
    fields=(
        choice(
            "action",
            Words("What to do", "操作"),
            {
                "merge": Words("Merge into one", "1 つに結合"),
                "split": Words("Split into parts", "分割"),
                "extract": Words("Take pages out", "ページを抽出"),
                "rotate": Words("Turn pages", "ページを回転"),
                "reorder": Words("Change the order", "並べ替え"),
            },
        ),
        Field(
            "files",
            Kind.FILES,
            Words("PDFs, in order", "PDF(順番どおり)"),
            help=Words("Empty: all of the folder", "空欄: フォルダー内すべて"),
        ),
        FOLDER,
        Field("subfolders", Kind.BOOL, Words("Also PDFs in subfolders", "サブフォルダー内の PDF も"), "false"),
        Field(
            "pages",
            Kind.TEXT,
            Words("Pages", "ページ"),
            help=Words(
                "1-3,5,8- (each part is one PDF when splitting)", "例: 1-3,5,8-(分割では 1 つずつが 1 ファイル)"
            ),
        ),
        Field("every", Kind.NUMBER, Words("Split every … pages", "何ページごとに分割"), "1"),
        choice(
            "angle",
            Words("Turn by", "回転"),
            {"90": Words("90° right", "右に 90°"), "180": Words("180°", "180°"), "270": Words("90° left", "左に 90°")},
        ),
        Field("name", Kind.TEXT, Words("Name of the result", "できあがるファイルの名前")),
        Field(
            "replace",
            Kind.BOOL,
            Words("Change the original (turn, order)", "元のファイルを変更(回転・並べ替え)"),
            "false",
        ),
    ),
    keywords={
        r"\bpdfs?\b|\.pdf": 2,
        r"\bmerg|\bcombin|\bjoin|\bsplit|\bextract|\brotat|\bre-?order|\bturn\b": 2,
        r"結合|統合|まとめ|分割|抽出|抜き出|取り出|回転|並べ替え": 2,
        r"\bpages?\b|ページ|頁": 1,
    },
    work=_pages,
    fits=_fits,
    fills=_fills,
)
