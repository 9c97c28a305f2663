"""Rules of a sheet in words: what may be entered, what is coloured, what a filter shows. ECMA-376 part 1, 18.3.1."""

from collections.abc import Iterator

from lxml import etree

from agent.documents.opc.xml_text import parsed_xml
from agent.documents.xlsx.cell_names import area_of, column_letters
from agent.documents.xlsx.extras import MESSAGES
from agent.documents.xlsx.facts import tables_of
from agent.documents.xlsx.filter import rule_in
from agent.documents.xlsx.view_things import SeenSheet, Thing, is_on

_SIGNS = {"equal": "=", "notEqual": "<>", "greaterThan": ">", "greaterThanOrEqual": ">=", "lessThan": "<",
          "lessThanOrEqual": "<=", "between": "between", "notBetween": "not between"}  # fmt: skip
_RULES = {"duplicateValues": "duplicates", "uniqueValues": "unique values", "containsBlanks": "blanks",
          "notContainsBlanks": "no blanks", "containsErrors": "errors", "notContainsErrors": "no errors",
          "colorScale": "color scale", "dataBar": "data bar", "iconSet": "icons", "timePeriod": "dates"}  # fmt: skip

_LETTERS = (("bold", "b"), ("italic", "i"), ("struck", "strike"))


def validations(seen: SeenSheet) -> Iterator[Thing]:
    """What may be entered, also what newer programs keep apart (lists of other sheets)."""
    for node in seen.root.iter("{*}dataValidation"):
        where = node.get("sqref") or _text(node, "sqref")
        if where:
            yield Thing("validations", seen.at(where), _validation(node))
            messages = [node.get(key, "") for key in MESSAGES if node.get(key)]
            if messages:
                yield Thing("validations", seen.at(where), " / ".join(messages), "input message")


def _validation(node: etree._Element) -> str:
    kind = node.get("type", "none")
    one, two = (_text(node, name) for name in ("formula1", "formula2"))
    words = {
        "list": "list",
        "whole": "whole numbers",
        "decimal": "numbers",
        "textLength": "length",
        "none": "any value",
    }
    said = words.get(kind, kind)
    if kind == "list":
        said += f" {one}"
    elif kind == "custom":
        said += f" ={one}"
    elif kind != "none":
        sign = _SIGNS.get(node.get("operator", "between"), "")
        said += f" {sign} {one}" + (f" and {two}" if two and "between" in sign else "")
    blank = "" if is_on(node, "allowBlank") or kind == "none" else ", never empty"
    style = f", {node.get('errorStyle')} only" if node.get("errorStyle", "stop") != "stop" else ""
    return f"only {said}{blank}{style}"


def _text(node: etree._Element, name: str) -> str:
    found = next(node.iter(f"{{*}}{name}"), None)
    return "" if found is None else "".join(str(piece) for piece in found.itertext()).strip()


def colours(seen: SeenSheet) -> Iterator[Thing]:
    """Rules for colours, the first ones first."""
    for group in seen.root.iter("{*}conditionalFormatting"):
        where = group.get("sqref") or _own_text(group, "sqref")
        rules = sorted(group.iterfind("{*}cfRule"), key=lambda one: int(one.get("priority", "0")))
        for rule in rules:
            if where:
                yield Thing("rules", seen.at(where), f"{_rule(rule)}{_look(seen, rule)}")


def _own_text(node: etree._Element, name: str) -> str:
    return next((one.text or "" for one in node.iterfind(f"{{*}}{name}")), "")


def _rule(rule: etree._Element) -> str:
    kind = rule.get("type", "")
    formulas = ["".join(str(piece) for piece in one.itertext()) for one in rule.iterfind("{*}formula")]
    formulas = formulas or ["".join(str(piece) for piece in one.itertext()) for one in rule.iterfind("{*}f")]
    match kind:
        case "cellIs":
            return f"{_SIGNS.get(rule.get('operator', ''), '')} {' and '.join(formulas)}"
        case "expression":
            return f"={formulas[0] if formulas else ''}"
        case "containsText" | "notContainsText" | "beginsWith" | "endsWith":
            words = {"containsText": "contains", "notContainsText": "contains no", "beginsWith": "begins with"}
            return f"{words.get(kind, 'ends with')} {rule.get('text', '')!r}"
        case "top10":
            side = "bottom" if is_on(rule, "bottom") else "top"
            return f"{side} {rule.get('rank', '')}{'%' if is_on(rule, 'percent') else ''}"
        case "aboveAverage":
            return "below average" if rule.get("aboveAverage") in {"0", "false"} else "above average"
        case _:
            sets = [one.get("iconSet", "3TrafficLights1") for one in rule.iterfind("{*}iconSet")]
            return " ".join([_RULES.get(kind, kind), *sets, *[f"#{one[-6:]}" for one in _paints(rule)]])


def _paints(node: etree._Element) -> list[str]:
    return [told for one in node.iter("{*}color") if (told := one.get("rgb"))]


def _look(seen: SeenSheet, rule: etree._Element) -> str:
    """What a rule does to a cell: its fill and its letters."""
    told = rule.get("dxfId", "")
    if not told.isdigit() or int(told) >= len(seen.differentials):
        return ""
    node = seen.differentials[int(told)]
    words = [f"fill {_colour(fill)}" for fill in node.iterfind("{*}fill/{*}patternFill/{*}bgColor")]
    for font in node.iterfind("{*}font"):
        words += [name for name, tag in _LETTERS if font.find(f"{{*}}{tag}") is not None]
        words += [f"letters {_colour(one)}" for one in font.iterfind("{*}color")]
    return f": {', '.join(words)}" if words else ""


def _colour(node: etree._Element) -> str:
    told = node.get("rgb", "")
    return f"#{told[-6:]}" if told else f"theme {node.get('theme', '')}" if node.get("theme") else "automatic"


def filters(seen: SeenSheet) -> Iterator[Thing]:
    """Filters of the sheet and of its tables, with what they show."""
    own = list(seen.root.iterchildren("{*}autoFilter"))
    parts = seen.book.package.related(seen.entry.part, "/table")
    for node in [*own, *(one for part in parts for one in parsed_xml(seen.part(part)).iterchildren("{*}autoFilter"))]:
        area = area_of(node.get("ref", "A1").replace("$", ""))
        told = [
            f"{column_letters(area.left + int(column.get('colId', '0')))} {_passing(column)}"
            for column in node.iterfind("{*}filterColumn")
            if len(column)
        ]
        if told or node in own:
            yield Thing(
                "filters", seen.at(node.get("ref", "")), f"filter: {'; '.join(told) or 'buttons, all is shown'}"
            )


def _passing(column: etree._Element) -> str:
    rule = rule_in(column)
    if rule is None:
        kinds = {
            "top10": "top ten",
            "dynamicFilter": "by date or average",
            "colorFilter": "by colour",
            "iconFilter": "by icon",
        }
        return next(
            (kinds[name] for node in column if (name := etree.QName(node).localname) in kinds), "by another rule"
        )
    if rule.tests:
        return (" and " if rule.both else " or ").join(f"{_SIGNS.get(kind, kind)} {told}" for kind, told in rule.tests)
    days = ["-".join(f"{part:02}" for part in day) for day in rule.days]
    shown = [*rule.texts, *days, *(["blanks"] if rule.blank else [])]
    more = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    return f"shows {', '.join(shown[:20])}{more}"


def tables(seen: SeenSheet) -> Iterator[Thing]:
    """Tables with their columns."""
    package = seen.book.package
    for table in tables_of(package.related(seen.entry.part, "/table"), package.read):
        root = parsed_xml(package.read(table["part"]))
        columns = [
            one.get("name", "").replace("_x000a_", " ") for one in root.iterfind("{*}tableColumns/{*}tableColumn")
        ]
        style = next((one.get("name", "") for one in root.iterfind("{*}tableStyleInfo")), "")
        totals = ", with totals" if table.get("totalsRowCount", "0") != "0" else ""
        more = f" and {len(columns) - 40} more" if len(columns) > 40 else ""
        told = f"table {table.get('displayName', '')}{totals}: {', '.join(columns[:40])}{more}"
        yield Thing("tables", seen.at(table.get("ref", "")), told + (f" ({style})" if style else ""))
