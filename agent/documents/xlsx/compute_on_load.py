"""The wish of a workbook that all its formulas are computed when a program opens it. ECMA-376 part 1, 18.2.2."""

import re

from agent.documents.opc.xml_text import decoded_xml, encoded_xml
from agent.documents.xlsx.sheet import ATTRIBUTES, attributes_of

_SETTINGS = re.compile(rf"<((?:[\w.-]+:)?)calcPr(?=[\s/>])({ATTRIBUTES})(/?)>")
# What may stand before calcPr in a workbook (CT_Workbook is a sequence); calcPr goes behind the last of them.
_BEFORE = ("definedNames", "externalReferences", "functionGroups", "sheets")


def computed_on_load(workbook: bytes) -> bytes:
    """The workbook part with the wish that all formulas are computed when the file is opened."""
    text, encoding = decoded_xml(workbook)
    found = _SETTINGS.search(text)
    if found is not None:
        if attributes_of(found[2]).get("fullCalcOnLoad") in {"1", "true"}:
            return workbook
        rest = re.sub(r"\s*fullCalcOnLoad\s*=\s*(\"[^\"]*\"|'[^']*')", "", found[2]).rstrip()
        tag = f'<{found[1]}calcPr{rest} fullCalcOnLoad="1"{found[3]}>'
        return encoded_xml(text[: found.start()] + tag + text[found.end() :], encoding)
    for name in _BEFORE:
        last = re.search(rf"</((?:[\w.-]+:)?){name}\s*>|<((?:[\w.-]+:)?){name}(?=[\s/>]){ATTRIBUTES}/>", text)
        if last is not None:
            tag = f'<{last[1] or last[2] or ""}calcPr fullCalcOnLoad="1"/>'
            return encoded_xml(text[: last.end()] + tag + text[last.end() :], encoding)
    return workbook
