"""Ops for how a sheet is printed. ECMA-376 part 1, 18.3.1.46, 18.3.1.63, 18.3.1.70."""

from collections.abc import Mapping

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.op_fields import allowed, text_of
from agent.documents.opc.xml_tags import Attributes
from agent.documents.opc.xml_text import escaped
from agent.documents.operations import Operation
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import MAX_COLUMN, MAX_ROW, area_of, quoted_sheet
from agent.documents.xlsx.draft import Draft
from agent.documents.xlsx.frame import Frame
from agent.documents.xlsx.names import PRINT_AREA, PRINT_TITLES, Name, delete_name, names_of, set_name, sheet_number
from agent.documents.xlsx.ranges import fixed

_PAPERS = {"letter": 1, "legal": 5, "A3": 8, "A4": 9, "A5": 11, "B4": 12, "B5": 13}
_SIDES = ("left", "right", "top", "bottom", "header", "footer")
_USUAL_MARGINS = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75, "header": 0.3, "footer": 0.3}
_INCH = 25.4
_FIELDS_JA = {
    "print_area": "印刷範囲", "title_rows": "タイトル行", "title_columns": "タイトル列", "orientation": "用紙の向き",
    "paper": "用紙サイズ", "fit_width": "横のページ数", "fit_height": "縦のページ数", "scale": "倍率",
    "margins": "余白",
    "header": "ヘッダー", "footer": "フッター", "center": "ページ中央", "gridlines": "枠線の印刷",
}  # fmt: skip
_FIELDS = tuple(_FIELDS_JA)
_CODES = {"{page}": "&P", "{pages}": "&N", "{date}": "&D", "{time}": "&T", "{file}": "&F", "{sheet}": "&A"}
_SET = Words("Set up the print of {name}: {what}.", "「{name}」の印刷設定を変更しました: {what}。")


def set_page(draft: Draft, op: Op) -> Words:
    """Change how a sheet is printed; what is not named stays."""
    entry = draft.entry(text_of(op, "sheet", ""))
    named = [name for name in _FIELDS if name in op]
    if not named:
        raise InvalidArgumentsError(f"'set_page' needs some of {', '.join(_FIELDS)}.")
    _set_names(draft, entry, op)
    frame = Frame(draft.sheet(entry))
    _set_page(frame, op)
    _set_options(frame, op)
    _set_fit(frame, op)
    _set_margins(frame, op)
    _set_words(frame, op)
    draft.set_text(entry, frame.text())
    en, ja = ", ".join(named).replace("_", " "), "・".join(_FIELDS_JA[name] for name in named)
    return _SET.of(name=entry.name, what=Words(en, ja))


def _set_names(draft: Draft, entry: SheetEntry, op: Op) -> None:
    number, sheet = sheet_number(draft, entry), quoted_sheet(entry.name)
    if "print_area" in op:
        told = op["print_area"]
        areas = (
            [] if told is None else [area_of(one.rpartition("!")[2]) for one in text_of(op, "print_area").split(",")]
        )
        _tell(draft, PRINT_AREA, ",".join(f"{sheet}!{fixed(area)}" for area in areas), number)
    if "title_rows" in op or "title_columns" in op:
        known = next((one.refers for one in names_of(draft) if (one.name, one.sheet) == (PRINT_TITLES, number)), "")
        before = {_kind(one): one for one in known.split(",") if one}
        for key, kind, most in (("title_columns", "columns", MAX_ROW), ("title_rows", "rows", MAX_COLUMN)):
            if key in op:
                before.pop(kind, None)
                if op[key] is not None:
                    before[kind] = f"{sheet}!{_lines(op, key, most)}"
        _tell(draft, PRINT_TITLES, ",".join(before[kind] for kind in ("columns", "rows") if kind in before), number)


def _kind(reference: str) -> str:
    return "rows" if reference.rpartition("!")[2].replace("$", "")[:1].isdigit() else "columns"


def _lines(op: Op, key: str, most: int) -> str:
    area = area_of(str(op[key]) if isinstance(op[key], int) else text_of(op, key))
    if most not in {area.right, area.bottom}:
        raise InvalidArgumentsError(f"{key!r} is like {'1:2' if key == 'title_rows' else 'A:B'!r}; null for none.")
    return fixed(area)


def _tell(draft: Draft, name: str, refers: str, number: int) -> None:
    if refers:
        set_name(draft, Name(name, refers, number))
    else:
        delete_name(draft, name, number)


def _set_page(frame: Frame, op: Op) -> None:
    told: dict[str, str | int | None] = {}
    if "orientation" in op:
        told["orientation"] = _one_of(op, "orientation", ("portrait", "landscape"))
    if "paper" in op:
        told["paperSize"] = _PAPERS[_one_of(op, "paper", tuple(_PAPERS))]
    if "scale" in op:
        told |= {"scale": _count(op["scale"], "scale", 10, 400), "fitToWidth": None, "fitToHeight": None}
    elif "fit_width" in op or "fit_height" in op:
        pages = {"fitToWidth": op.get("fit_width", 1), "fitToHeight": op.get("fit_height", 0)}
        told |= {"scale": None, **{name: _count(value, name, 0, 999) for name, value in pages.items()}}
    if told:
        _changed(frame, "pageSetup", told)


def _set_options(frame: Frame, op: Op) -> None:
    options: dict[str, str | int | None] = {}
    if "center" in op:
        where = _one_of(op, "center", ("horizontal", "vertical", "both", "none"))
        options |= {f"{one}Centered": 1 if where in {one, "both"} else None for one in ("horizontal", "vertical")}
    if "gridlines" in op:
        options["gridLines"] = 1 if op["gridlines"] is True else None
    if options:
        _changed(frame, "printOptions", options)


def _changed(frame: Frame, name: str, told: Attributes) -> None:
    node = frame.child(name)
    if node is None:
        frame.insert(name, frame.tag(name, told))
    else:
        frame.replace(node, frame.remade(node, told, frame.inner(node)))


def _set_fit(frame: Frame, op: Op) -> None:
    """Fitting is switched on by the properties of the sheet, not by how many pages are told."""
    if not {"fit_width", "fit_height", "scale"} & set(op):
        return
    told: Attributes = {"fitToPage": None if "scale" in op else 1}
    node = frame.child("sheetPr")
    if node is None:
        frame.insert("sheetPr", frame.tag("sheetPr", None, frame.tag("pageSetUpPr", told)))
        return
    inner = [
        frame.remade(one, told, frame.inner(one)) if str(one.tag).endswith("}pageSetUpPr") else frame.source(one)
        for one in node.iterchildren("*")
    ]
    if node.find("{*}pageSetUpPr") is None:
        inner.append(frame.tag("pageSetUpPr", told))
    frame.replace(node, frame.remade(node, {}, "".join(inner)))


def _set_margins(frame: Frame, op: Op) -> None:
    margins = op.get("margins")
    if margins is None:
        return
    if not isinstance(margins, Mapping):
        raise InvalidArgumentsError('\'margins\' are millimetres, like {"left": 15, "top": 20}.')
    allowed(margins, *_SIDES, what="'margins'")
    told = {side: f"{_millimetres(value) / _INCH:.6g}" for side, value in margins.items()}
    usual = {side: str(value) for side, value in _USUAL_MARGINS.items()} if frame.child("pageMargins") is None else {}
    _changed(frame, "pageMargins", {**usual, **told})


def _millimetres(value: object) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 200:
        raise InvalidArgumentsError("A margin is a number of millimetres from 0 to 200.")
    return float(value)


def _set_words(frame: Frame, op: Op) -> None:
    named = {key: _three(op[key], key) for key in ("header", "footer") if key in op}
    if not named:
        return
    node = frame.child("headerFooter")
    names = {"header": "oddHeader", "footer": "oddFooter"}
    kept = (
        {} if node is None else {str(one.tag).rpartition("}")[2]: frame.source(one) for one in node.iterchildren("*")}
    )
    for key, text in named.items():
        kept[names[key]] = frame.tag(names[key], None, escaped(text)) if text else ""
    order = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
    inner = "".join(kept.get(name, "") for name in order)
    fresh = frame.tag("headerFooter", None, inner) if node is None else frame.remade(node, {}, inner)
    frame.put("headerFooter", fresh)


def _three(value: object, key: str) -> str:
    """The left, middle and right words of a header; {page}, {pages}, {date} and so on stand for what they say."""
    if value is None:
        return ""
    parts = {"center": value} if isinstance(value, str) else value
    if not isinstance(parts, Mapping):
        like = '{"left": "ACME", "right": "{page} / {pages}"}'
        raise InvalidArgumentsError(f"{key!r} is a text, or like {like}.")
    allowed(parts, "left", "center", "right", what=repr(key))
    marks = {"left": "&L", "center": "&C", "right": "&R"}
    text = "".join(mark + _coded(str(parts[side])) for side, mark in marks.items() if parts.get(side))
    if len(text) > 255:
        raise InvalidArgumentsError(f"A {key} has at most 255 characters.")
    return text


def _coded(text: str) -> str:
    text = text.replace("&", "&&")
    for word, code in _CODES.items():
        text = text.replace(word, code)
    return text


def _one_of(op: Op, key: str, names: tuple[str, ...]) -> str:
    if op[key] not in names:
        raise InvalidArgumentsError(f"{key!r} is one of {', '.join(names)}.")
    return str(op[key])


def _count(value: object, key: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise InvalidArgumentsError(f"{key!r} is a whole number from {least} to {most}.")
    return value


PAGE_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "set_page": Operation(
        set_page,
        ("sheet", *_FIELDS),
        '{"op":"set_page","sheet":"S","print_area":"A1:F40","title_rows":"1:2","title_columns":"A:A","orientation":'
        '"landscape","paper":"A4","fit_width":1,"fit_height":0,"margins":{"left":15},"header":{"left":"ACME","right":'
        '"{date}"},"footer":"{page} / {pages}","center":"horizontal","gridlines":false}  only what is named changes; '
        'fit_height 0: as many pages as needed; or "scale":80; margins in mm; null: none',
    ),
}
