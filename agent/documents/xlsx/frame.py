"""What stands around the rows of a worksheet: its settings, merged cells, rules, links. Changed without its rows.

CT_Worksheet, ECMA-376 part 1, 18.3.1.99.
"""

import re

from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.xlsx.sheet import Sheet

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)


class Frame(Ordered):
    """A worksheet without its rows, which are put back by `text`."""

    def __init__(self, sheet: Sheet) -> None:
        outside = sheet.outside()
        found = _DECLARATION.match(outside)
        self._head = found[0] if found else ""
        self._rows = "" if sheet.alone else sheet.text[sheet.start : sheet.end]
        super().__init__(Layout(outside[len(self._head) :].encode()), ORDER)

    def text(self) -> str:
        """The whole worksheet with the changes."""
        outside = Sheet(self._head + self.result().decode())
        return outside.text[: outside.start] + self._rows + outside.text[outside.end :]
