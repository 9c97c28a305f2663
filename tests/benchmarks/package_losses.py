"""What one Office file lost against another: parts, elements, values, formulas, cached results, styles, words.

An independent reader of the packages, by lxml alone, so that it judges our editor and its peers alike. A part is known
by its kind (its name without numbers), because some editors number parts anew. It reports nothing for two equal files;
it can miss losses of single attributes, so what it reports is a lower bound.
"""

import posixpath
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lxml import etree

# Cells are compared by value; these elements say how they are written, or how the window looked.
_WRITTEN = {"c", "v", "f", "is", "t", "r", "row", "rPr", "dimension", "col", "cols", "selection", "bookViews",
            "workbookView", "calcPr", "fileVersion", "workbookPr", "fileRecoveryPr"}  # fmt: skip
# Of these kinds other things are compared, or nothing that a person could miss.
_SKIPPED = re.compile(
    r"\[Content_Types\]|\.rels$|docProps/|\.psmdcp$|sharedStrings|xl/styles|calcChain|thumbnail|printerSettings"
)
# Programs write much of themselves into the part of the book; only these are contents.
_BOOK = {"sheet", "definedName", "externalReference", "pivotCache", "workbookProtection", "fileSharing"}
# Without children they say nothing.
_HOLLOW = {"tableParts", "headerFooter", "mergeCells", "hyperlinks", "dataValidations", "extLst"}
_OFF = {"0", "false", "none", "General"}
_DEFAULTS = {("horizontal", "general"), ("vertical", "bottom"), ("locked", "1"), ("locked", "true")}
_EDGES = {"left", "right", "top", "bottom", "diagonal", "start", "end", "vertical", "horizontal"}
_SWITCHES = {"b", "i", "strike", "outline", "shadow", "condense", "extend", "vertAlign"}
_DIGITS = re.compile(r"\d+(?=\.\w+$)")
_CELL = re.compile(r"([A-Z]+)(\d+)")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass
class Losses:
    """Sentences of what was lost, by kind."""

    parts: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    caches: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def any(self):
        return bool(self.parts or self.elements or self.values or self.styles or self.words)


def losses_of(before, after, family, cell, new):
    """Compare two packages. `cell` (sheet, address) may differ; `new` is what was put among the words of a text."""
    old, made = _contents(before), _contents(after)
    found = Losses()
    kinds_old, kinds_new = _kinds(old), _kinds(made)
    for kind, count in kinds_old.items():
        if not _SKIPPED.search(kind) and kinds_new[kind] < count:
            found.parts.append(f"{kind}: {count} -> {kinds_new[kind]}")
    _elements(old, made, found)
    if family == "xlsx":
        _cells(old, made, cell, found)
    else:
        _words(old, made, new, found)
    return found


def is_whole(path, family):
    """Whether every part of it can be read, so that it can be compared: with itself it has lost nothing."""
    try:
        return not losses_of(path, path, family, None, "").any
    except (zipfile.BadZipFile, OSError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, zlib.error,
            StopIteration, LookupError, ValueError):  # fmt: skip
        return False


def first_plain_cell(path):
    """The first sheet's name, and the address of its first cell that Office would let a person write over alone.

    That is none with a formula, with looks inside its text, in an array, below merged cells, in the titles of a table,
    and on a protected sheet none that is locked. Without one, it is the first cell below all others. None without a
    sheet that has cells.
    """
    contents = _contents(path)
    name, part = next(iter(_sheets(contents).items()), ("", ""))
    if not name:
        return None
    root = _parsed(contents[part])
    closed = [_area(node.get("ref", "")) for node in root.iter("{*}f") if node.get("ref")]
    closed += [_titles(contents, one) for one, kind in _by_id(contents, part).values() if kind.endswith("/table")]
    merged = [_area(node.get("ref", "")) for node in root.iter("{*}mergeCell")]
    locked = _locks(contents, root)
    last = 0
    for where, cell in _placed(root):
        last = max(last, _place(_CELL.fullmatch(where))[1])
        covered = any(_is_in(where, area) and _place(_CELL.fullmatch(where)) != area[:2] for area in merged)
        free = not covered and not any(_is_in(where, area) for area in closed) and not locked(cell.get("s", "0"))
        if cell.find("{*}f") is None and cell.find("{*}is/{*}r") is None and free:
            return name, where
    return name, f"A{last + 1}"


def sheet_parts(path):
    """The parts of all worksheets, whatever they are called."""
    return set(_sheets(_contents(path)).values())


def forbids(path, family):
    """Whether its author lets nobody edit it, so that Office would not do it either: all cells of the first sheet are
    locked, or the protection of a document is enforced."""
    contents = _contents(path)
    if family == "xlsx":
        root = _parsed(contents[next(iter(_sheets(contents).values()))])
        locked = _locks(contents, root)
        return locked("0") and all(locked(cell.get("s", "0")) for _, cell in _placed(root))
    settings = next((data for name, data in contents.items() if name.endswith("/settings.xml")), b"<a/>")
    told = [dict(node.attrib) for node in _parsed(settings).iter("{*}documentProtection")]
    return any(
        key.endswith("}enforcement") and value in {"1", "true", "on"} for one in told for key, value in one.items()
    )


def _locks(contents, root):
    """Tells of the number of a style whether its cells are locked on this sheet."""
    if not any(node.get("sheet") in {"1", "true"} for node in root.iter("{*}sheetProtection")):
        return lambda style: False
    name = next((one for one in contents if one.lower().endswith("styles.xml")), "")
    styles = list(_parsed(contents[name]).find("{*}cellXfs")) if name else []
    free = {str(at) for at, xf in enumerate(styles)
            for one in xf.iter("{*}protection") if one.get("locked") in {"0", "false"}}  # fmt: skip
    return lambda style: style not in free


def _titles(contents, part):
    table = _parsed(contents[part])
    left, top, right, _ = _area(table.get("ref", ""))
    return (0, 0, 0, 0) if table.get("headerRowCount") == "0" else (left, top, right, top)


def _placed(root):
    """Each cell with its address, which may not be written."""
    row = 0
    for line in root.iter("{*}row"):
        row = int(line.get("r") or row + 1)
        column = 0
        for cell in line.iterfind("{*}c"):
            told = _CELL.fullmatch(cell.get("r") or "")
            column = _place(told)[0] if told else column + 1
            yield f"{_letters(column)}{row}", cell


def _letters(column):
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _contents(path):
    with zipfile.ZipFile(path) as archive:
        return {one.filename.replace("\\", "/").lstrip("/"): archive.read(one) for one in archive.infolist()}


def _kinds(contents):
    return Counter(_DIGITS.sub("#", name) for name in contents if not name.endswith("/"))


def _parsed(data):
    return etree.fromstring(data, _PARSER)


def _trees(contents):
    for name, data in contents.items():
        kind = _DIGITS.sub("#", name)
        if not _SKIPPED.search(kind) and data.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \r\n").startswith((b"<", b"<\0")):
            try:
                yield kind, _parsed(data)
            except etree.XMLSyntaxError:
                continue


def _tags(contents):
    counted: Counter[tuple[str, str]] = Counter()
    for kind, tree in _trees(contents):
        for node in tree.iter(etree.Element):
            tag = etree.QName(node).localname
            if tag in _HOLLOW and not len(node):
                continue
            if tag in _BOOK or (kind != "xl/workbook.xml" and (tag not in _WRITTEN or not kind.startswith("xl/"))):
                counted[kind, tag] += 1
    return counted


def _elements(old, made, found):
    before, after = _tags(old), _tags(made)
    found.elements += [
        f"{kind} <{tag}>: {count} -> {after[kind, tag]}"
        for (kind, tag), count in before.items()
        if after[kind, tag] < count
    ]


def _words(old, made, new, found):
    """All words of each kind of part, in the order of each part: equal when the new ones are taken out again."""
    before, after = _texts(old), _texts(made)
    for kind, texts in before.items():
        gone = texts - Counter(text.replace(new, "") for text in after[kind].elements())
        found.words += [f"{kind}: {text[:40]!r}" for text in gone]


def _texts(contents):
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, tree in _trees(contents):
        words = "".join(node.text or "" for node in tree.iter("{*}t", "{*}instrText", "{*}delText", "{*}v"))
        if words:
            found[kind][words] += 1
    return found


def _sheets(contents):
    """Names of sheets to their parts."""
    main = next(name for name, kind in _by_id(contents, "").values() if kind.endswith("/officeDocument"))
    ids = {one: name for one, (name, _) in _by_id(contents, main).items()}
    found = {}
    for node in _parsed(contents[main]).iter("{*}sheet"):
        told = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        if ids.get(told, "") in contents and "worksheets" in ids[told]:
            found[node.get("name")] = ids[told]
    return found


def _by_id(contents, part):
    folder, base = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{base}.rels")
    found = {}
    if rels in contents:
        for node in _parsed(contents[rels]).iter("{*}Relationship"):
            target = node.get("Target", "").replace("\\", "/")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[node.get("Id")] = (name, node.get("Type", ""))
    return found


def _cells(old, made, edited, found):
    before, after = _grid(old), _grid(made)
    for place, (value, formula, style) in before.items():
        if place == edited:
            continue
        now = after.get(place, ("", "", ""))
        where = f"{place[0]}!{place[1]}"
        spilled = formula == "=array" and now[1] in {"", "=array"}  # results, and fewer of them by now
        shared = formula == "=" and now[1]  # its text stood in another cell
        if spilled or shared:
            continue
        if formula != now[1] or (not formula and value != now[0]):
            found.values.append(f"{where}: {(formula or value)[:40]!r} -> {(now[1] or now[0])[:40]!r}")
        if formula and value and not now[0]:
            found.caches.append(where)
        if style != now[2]:
            found.styles.append(where)


def _grid(contents):
    """Every cell that has a value, a formula or a style: (sheet, address) to value, formula and style as texts."""
    shared = _shared(contents)
    styles = _styles(contents)
    grid = {}
    for sheet, part in _sheets(contents).items():
        root = _parsed(contents[part])
        arrays = [_area(node.get("ref", "")) for node in root.iter("{*}f") if node.get("t") in {"array", "dataTable"}]
        for place, cell in _placed(root):
            formula, value = cell.find("{*}f"), cell.findtext("{*}v") or ""
            if cell.get("t") == "s" and value:
                value = shared[int(value)]
            elif cell.get("t") == "inlineStr":
                value = "".join(cell.itertext())
            elif cell.get("t", "n") == "n" and value:
                value = repr(float(value))
            told = "" if formula is None else f"={formula.text or ''}"
            # The other cells of an array formula hold results too.
            told = told or ("=array" if any(_is_in(place, area) for area in arrays) else "")
            style = styles[int(cell.get("s", 0))] if int(cell.get("s", 0)) < len(styles) else ""
            if value or told or style != (styles[0] if styles else ""):
                grid[sheet, place] = (value, told, style)
    return grid


def _area(ref):
    corners = [_CELL.fullmatch(one) for one in ref.split(":")]
    if not all(corners):
        return (0, 0, 0, 0)
    places = [_place(one) for one in corners]
    return (*places[0], *places[-1])


def _place(found):
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def _is_in(name, area):
    found = _CELL.fullmatch(name or "")
    column, row = _place(found) if found else (-1, -1)
    return area[0] <= column <= area[2] and area[1] <= row <= area[3]


def _shared(contents):
    name = next((one for one in contents if one.lower().endswith("sharedstrings.xml")), "")
    if not name:
        return []
    return ["".join(node.text or "" for node in one.iter("{*}t") if "rPh" not in node.getparent().tag)
            for one in _parsed(contents[name]).iter("{*}si")]  # fmt: skip


def _styles(contents):
    """What each style of cells looks like, as one text; elements of one meaning are written alike."""
    name = next((one for one in contents if one.lower().endswith("styles.xml") and one.lower().startswith("xl")), "")
    if not name:
        return []
    root = _parsed(contents[name])
    formats = {node.get("numFmtId"): node.get("formatCode") for node in root.iter("{*}numFmt")}
    lists = {key: [_look(one) for one in root.find(f"{{*}}{key}") or ()] for key in ("fonts", "fills", "borders")}
    found = []
    for xf in root.find("{*}cellXfs") or ():
        number_format = formats.get(xf.get("numFmtId"), xf.get("numFmtId") or "0")
        pieces = ["" if number_format in _OFF else number_format]
        for key, one in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            number = int(xf.get(one, 0))
            pieces.append(lists[key][number] if number < len(lists[key]) else "")
        pieces += [_look(child) for child in xf if etree.QName(child).localname in {"alignment", "protection"}]
        found.append("|".join(pieces))
    return found


def _look(node):
    """An element with what is below it, in one order, without what means the same as nothing."""
    tag = etree.QName(node).localname
    attributes = sorted(f"{key}={value}" for key, value in node.attrib.items() if not _means_nothing(tag, key, value))
    children = sorted(filter(None, map(_look, node.iterchildren(etree.Element))))
    if tag in _EDGES and "style" not in "".join(attributes):
        return ""
    if tag in _SWITCHES:
        return "" if node.get("val", "1") in _OFF or node.get("val") == "baseline" else f"<{tag} {node.get('val', '')}>"
    return f"<{tag} {attributes} {children}>" if attributes or children else ""


def _means_nothing(tag, key, value):
    return value in _OFF or (key, value) in _DEFAULTS or (tag == "color" and (key, value) == ("auto", "1"))
