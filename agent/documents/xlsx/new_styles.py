"""A style for dates added to a workbook: a copy of the cell's own style with another number format."""

import re

from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.xlsx.sheet import ATTRIBUTES

# Built-in formats, which every program shows in the order of the reader's country.
_FORMATS = {"date": 14, "moment": 22, "time": 20}


def with_date_style(styles: bytes, base: int, shows: str) -> tuple[bytes, int | None]:
    """The styles part with a copy of style `base` that shows "date", "moment" or "time", and the copy's number.

    The number is None, and the part as it was, when the part has no cell styles to begin with.
    """
    text, encoding = decoded_xml(styles)
    block = re.search(
        rf"<(?P<p>(?:[\w.-]+:)?)cellXfs(?=[\s>])({ATTRIBUTES})>(?P<inner>.*?)</(?P=p)cellXfs\s*>", text, re.DOTALL
    )
    if block is None:
        return styles, None
    p = re.escape(block["p"])
    found = list(re.finditer(rf"<{p}xf(?=[\s/>])({ATTRIBUTES})(?:/>|>.*?</{p}xf\s*>)", block["inner"], re.DOTALL))
    if not found:
        return styles, None
    copied = found[base if base < len(found) else 0][0]
    copied = re.sub(r"\s(?:numFmtId|applyNumberFormat)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", copied)
    copied = copied.replace(
        f"<{block['p']}xf", f'<{block["p"]}xf numFmtId="{_FORMATS[shows]}" applyNumberFormat="1"', 1
    )
    attributes = re.sub(r"\scount\s*=\s*(?:\"[^\"]*\"|'[^']*')", f' count="{len(found) + 1}"', block[2])
    fresh = f"<{block['p']}cellXfs{attributes}>{block['inner']}{copied}</{block['p']}cellXfs>"
    return encoded_xml(text[: block.start()] + fresh + text[block.end() :], encoding), len(found)
