"""What a formula of a spreadsheet program would reach: functions that fetch, links, other books and programs (DDE).

Formulas: ECMA-376 part 1, 18.17. Functions: Microsoft's and Google's lists of functions, as of 2026.
"""

import re
from collections.abc import Iterator, Mapping

from agent.core.documents import Reach

_NONE: Mapping[str, str] = {}
_LINK = "HYPERLINK"
# They contact somebody or run something as soon as they are computed: their arguments leave the machine.
_FETCHING = frozenset({
    "WEBSERVICE", "IMAGE", "RTD", "CALL", "REGISTER", "REGISTER.ID", "EXEC", "EVALUATE", "SQL.REQUEST", "DDE",
    "IMPORTDATA", "IMPORTXML", "IMPORTHTML", "IMPORTFEED", "IMPORTRANGE", "GOOGLEFINANCE", "GOOGLETRANSLATE",
    "STOCKHISTORY", "TRANSLATE", "DETECTLANGUAGE", "COPILOT", "AI", "PY", "CUBEVALUE", "CUBEMEMBER", "CUBESET",
    "CUBERANKEDMEMBER", "CUBEKPIMEMBER", "CUBEMEMBERPROPERTY", "CUBESETCOUNT",
})  # fmt: skip
_NAMED = _FETCHING | {_LINK, "FILTERXML"}
# In a text that a spreadsheet program takes for a formula, functions have the names of the person's language.
_LOCAL = {
    "WEBDIENST": "WEBSERVICE", "SERVICEWEB": "WEBSERVICE", "SERVICIOWEB": "WEBSERVICE", "SERVIZIO.WEB": "WEBSERVICE",
    "SERVIÇOWEB": "WEBSERVICE", "WEBBTJÄNST": "WEBSERVICE", "BILD": "IMAGE", "IMAGEN": "IMAGE", "IMMAGINE": "IMAGE",
    "IMAGEM": "IMAGE", "AFBEELDING": "IMAGE", "LIEN_HYPERTEXTE": _LINK, "HIPERVINCULO": _LINK, "HIPERLINK": _LINK,
    "WEBTJENESTE": "WEBSERVICE", "NETTJENESTE": "WEBSERVICE", "VERKKOPALVELU": "WEBSERVICE", "BILLEDE": "IMAGE",
    "BILDE": "IMAGE", "KUVA": "IMAGE", "OBRAZ": "IMAGE", "ВЕБСЛУЖБА": "WEBSERVICE", "ИЗОБРАЖЕНИЕ": "IMAGE",
    "HYPERLÄNK": _LINK, "COLLEG.IPERTESTUALE": _LINK,
}  # fmt: skip
# With these a function can be handed over by its bare name: MAP(A1:A9, WEBSERVICE).
_TAKERS = frozenset({"LET", "LAMBDA", "MAP", "REDUCE", "SCAN", "BYROW", "BYCOL", "MAKEARRAY", "GROUPBY", "PIVOTBY"})
_TOKEN = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|(?P<quoted>'(?:[^']|'')*')(?P<sheet>!?)"
    r"|(?P<book>(?<![\w.\]])\[[^\[\]]+\](?=[^\s()\[\],;+*/^&=<>\"']*!))"
    r"|(?P<dde>[\w.$]+\|(?:'(?:[^']|'')*'|[^\s!,;()\"']+)(?:![\w.$]+|!'[^']*')?)"
    r"|(?P<name>[^\W\d][\w.]*)(?P<called>\s*\()?"
)
_PREFIX = re.compile(r"^(?:_XL\w+\.)+")
_DUMMY = "__XLUDF.DUMMYFUNCTION"
_WORTH = re.compile(r"[|\[\\]|'|file:|" + "|".join(map(re.escape, sorted({*_NAMED, *_LOCAL, _DUMMY}))), re.IGNORECASE)
_PATH = re.compile(r"\\\\|//|^[A-Za-z]:[\\/]|\w{2,}:|\.xl\w{1,2}$", re.IGNORECASE)
_MOST_NESTED = 4
# Excel takes 8,192 characters; a longer one is nothing that a program would compute, and nothing to spend time on.
_LONGEST = 10_000


def formula_reaches(
    anchor: str, formula: str, books: Mapping[str, str] = _NONE, *, prefix: str = "formula "
) -> Iterator[Reach]:
    """What `formula` (with or without its "=") would reach. `books` tells the address of other books by number."""
    if len(formula) > _LONGEST:
        yield Reach(anchor, f"{prefix.removesuffix('formula ')}formula too long", "", True)
    elif _WORTH.search(formula):
        yield from _found(anchor, formula, books, prefix, 0)


def _found(anchor: str, formula: str, books: Mapping[str, str], prefix: str, depth: int) -> Iterator[Reach]:
    takes = any(_name(one["name"]) in _TAKERS for one in _TOKEN.finditer(formula) if one["called"])
    short = prefix.removesuffix("formula ")
    for one in _TOKEN.finditer(formula):
        name = _name(one["name"])
        if one["dde"]:
            yield Reach(anchor, f"{short}dde", one["dde"], True)
        elif one["book"]:
            yield Reach(anchor, f"{short}external book", books.get(one["book"][1:-1], one["book"]), True)
        elif one["quoted"]:
            yield from _quoted(anchor, formula, one, books, short)
        elif name == _DUMMY and depth < _MOST_NESTED:
            # Google's export keeps a function that Excel lacks as a text; Google takes it up again.
            yield from _found(anchor, _folded(_arguments(formula, one.end())[0]) or "", books, prefix, depth + 1)
        elif name in _NAMED and (one["called"] or takes):
            yield _call(anchor, name, _arguments(formula, one.end()) if one["called"] else (), prefix)


def _name(word: str | None) -> str:
    upper = (word or "").upper()
    name = upper if upper == _DUMMY else _PREFIX.sub("", upper)
    return _LOCAL.get(name, name)


def _quoted(anchor: str, formula: str, one: re.Match[str], books: Mapping[str, str], short: str) -> Iterator[Reach]:
    """'C:\\folder\\[book.xlsx]Sheet'!A1, '[1]Sheet'!A1, 'C:\\book.xlsx'!Name, 'cmd'|'/c calc'!A0."""
    inside = one["quoted"][1:-1].replace("''", "'")
    if formula[one.end("quoted") : one.end("quoted") + 1] == "|":
        yield Reach(anchor, f"{short}dde", formula[one.start() :][:500], True)
    elif one["sheet"] and "[" in inside:
        path, _, rest = inside.partition("[")
        number = rest.partition("]")[0]
        yield Reach(anchor, f"{short}external book", path + books.get(number, number), True)
    elif one["sheet"] and _PATH.search(inside):
        yield Reach(anchor, f"{short}external book", inside, True)


def _call(anchor: str, name: str, arguments: tuple[str, ...], prefix: str) -> Reach:
    how = f"{prefix}{name}"
    address = _folded(arguments[0]) if arguments else None
    fetches = name in _FETCHING
    if name == "FILTERXML":
        return Reach(anchor, how, "", False)
    if address is None:
        return Reach(anchor, f"{how} computed", "", fetches, ",".join(arguments))
    return Reach(anchor, how, address, fetches)


def _arguments(formula: str, start: int) -> tuple[str, ...]:
    """The arguments of a call whose bracket opens before `start`."""
    found: list[str] = []
    depth, at, since = 0, start, start
    while at < len(formula):
        c = formula[at]
        if c in "\"'":
            at = _closing(formula, at)
        elif c in "({[":
            depth += 1
        elif c in ")}]":
            depth -= 1
            if depth < 0:
                break
        elif c in ",;" and depth == 0:
            found.append(formula[since:at])
            since = at + 1
        at += 1
    return (*found, formula[since:at])


def _closing(formula: str, at: int) -> int:
    end = formula.find(formula[at], at + 1)
    return end if end >= 0 else len(formula)


def _folded(expression: str) -> str | None:
    """The text of "a"&"b"; None when anything but texts in quotes is in it."""
    pieces = re.findall(r'"(?:[^"]|"")*"|[^"]+', expression)
    if any(not one.startswith('"') and one.strip(" \t\r\n&()") for one in pieces) or not pieces:
        return None
    return "".join(one[1:-1].replace('""', '"') for one in pieces if one.startswith('"') and len(one) > 1)
