"""What texts reach: cells of a CSV file that a spreadsheet program takes for formulas, links of the system, others."""

import re
from collections.abc import Iterator
from pathlib import Path

from agent.core.documents import Reach
from agent.documents.mail.mail import opened as opened_mail
from agent.documents.reaches.formula import formula_reaches
from agent.documents.reaches.markup import OUTSIDE, bare_reaches, markdown_reaches, markup_reaches, style_reaches
from agent.documents.texts.csv_records import opened as opened_table
from agent.documents.texts.text_source import loaded
from agent.documents.xlsx.cell_names import cell_name

_MARKUP = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg", ".mht", ".mhtml", ".xsl", ".xslt", ".rdf", ".hta"})
_MARKDOWN = frozenset({".md", ".markdown"})
_TABLES = frozenset({".csv", ".tsv", ".tab", ".slk", ".dif", ".iqy", ".xls", ".xlt"})
# A sign that begins a formula, also in its full-width form; what stands before it is skipped by some program.
_BEGINS = re.compile(r"^[\s\"'\ufeff\u00a0\u200b]*[=+\-@\t\r＝＋－＠﹦﹢﹣﹫]")
_INNER = re.compile(r"[,;\t|]\s*[\"']*(?=[=+\-@＝＋－＠])")
_DIVIDED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a first line that tells Excel the sign between cells
_FOLD = re.compile(r"\r?\n[ \t]")  # a long line of a calendar or card goes on in the next one: RFC 5545, 3.1
_SIGN = re.compile(r"[=+\-@＝＋－＠﹦﹢﹣﹫]")
# URL= and IconFile= of shortcuts, ATTACH and PHOTO of calendars and cards.
_SETTING = re.compile(r"^\s*(URL|IconFile|BASEURL|Exec|Icon|WorkingDirectory)\s*=\s*(\S.*)$", re.IGNORECASE)
_CARD = re.compile(r"^(ATTACH|PHOTO|LOGO|SOUND|IMAGE|SOURCE|URL|CONFERENCE)(?:;[^:]*)?:(\S.*)$", re.IGNORECASE)
_RTF = re.compile(
    r"INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|\bDDE\b|HYPERLINK|\\\*?\\?template|\\object|\\objautlink|\\import"
)
_ADDRESS = re.compile(
    rb"(?:https?|ftp|file|ldap|smb)://[\x21-\x7e]{3,2000}|\\\\[\w.-]{1,80}\\[\x21-\x7e]{1,300}", re.IGNORECASE
)


def text_reaches(source: Path) -> Iterator[Reach]:
    """What a text reaches, by its extension and by how it begins. Raises UnreadableError."""
    suffix = source.suffix.lower()
    if suffix in _TABLES:
        yield from table_reaches(source)
        if (text := loaded(source)[0].text).lstrip("\ufeff \t\r\n").startswith("<"):
            yield from markup_reaches(text)  # a spreadsheet program takes it for a page
        return
    if suffix == ".eml":
        yield from mail_reaches(source)
        return
    text = loaded(source)[0].text
    if suffix in _MARKDOWN:
        yield from markdown_reaches(text)
    elif suffix in _MARKUP or text.lstrip("\ufeff \t\r\n").startswith("<"):
        yield from markup_reaches(text)
    elif suffix == ".css":
        yield from style_reaches("", text)
    elif suffix in {".url", ".desktop", ".website", ".ics", ".vcf", ".theme", ".library-ms", ".ini"}:
        yield from _lines(_FOLD.sub("", text) if suffix in {".ics", ".vcf"} else text)


def table_reaches(source: Path) -> Iterator[Reach]:
    """Cells that a spreadsheet program would compute. It may divide the lines at another sign than is meant."""
    opened = opened_table(source)
    divided = _DIVIDED.match(opened.text.text.lstrip("\ufeff"))
    sign = re.escape(divided[1]) if divided else ","
    inner = re.compile(f"{_INNER.pattern}|{sign}\\s*[\"']*(?=[=+\\-@＝＋－＠])")
    for number, (row, _) in enumerate(opened.records(), 1):
        for column, field in enumerate(row, 1):
            pieces = [field] if _BEGINS.match(field) else []
            pieces += inner.split(field)[1:] if _SIGN.search(field, 1) else []
            for piece in pieces:
                formula = _SIGN.sub("", piece.lstrip("\"' \t\r\n\ufeff\u00a0\u200b"), count=1)
                yield from formula_reaches(cell_name(number, column), formula, prefix="text formula ")


def mail_reaches(source: Path) -> Iterator[Reach]:
    """Pictures and links in the HTML of a mail, and the files attached to it. Raises UnreadableError."""
    mail = opened_mail(source)
    yield from markup_reaches(mail.html, "body")
    yield from bare_reaches(mail.text, "body")
    for number, one in enumerate(mail.attachments, 1):
        yield Reach(f"attachment {number}", "embedded file", one.name, False)


def binary_reaches(source: Path) -> Iterator[Reach]:
    """Addresses in the bytes of a file of an old or unknown kind (.xls, .doc, .rtf, .lnk), also in UTF-16."""
    data = source.read_bytes()
    for text in (data, data.replace(b"\0", b"")):
        for found in dict.fromkeys(_ADDRESS.findall(text)):
            yield Reach("", "address", found.decode("latin-1"), True)
    if data.startswith(b"{\\rtf"):
        words = dict.fromkeys(_RTF.findall(data.decode("latin-1")))
        yield from (Reach("", f"rtf {word.strip(chr(92))}", "", True) for word in words)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        for mark, how in (("VBA", "macro"), ("_VBA_PROJECT", "macro"), ("ObjectPool", "embedded file")):
            if mark.encode("utf-16-le") in data:
                yield Reach("", how, "", how == "macro")


def _lines(text: str) -> Iterator[Reach]:
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in (_SETTING, _CARD):
            found = pattern.match(line)
            if found and (OUTSIDE.match(found[2]) or found[1].lower() == "exec"):
                clicked = found[1].lower() in {"url", "exec", "conference", "attach"}
                yield Reach(f"L{number}", "link" if clicked else "picture", found[2].strip(), not clicked)
