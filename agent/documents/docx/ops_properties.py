"""Properties of runs, paragraphs, tables and sections, changed without touching those beside them.

ECMA-376 part 1 lets them stand in one order only (17.3.1.26 pPr, 17.3.2.28 rPr, 17.4.60 tblPr, 17.4.70 tcPr, 17.6.17
sectPr, 17.15.1.78 settings); Word calls a document broken that has another.
"""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from agent.documents.docx.dialect import dialect_of
from agent.documents.docx.tree import Element, child, name_of
from agent.documents.opc.xml_splice import Layout, Splice

_RUN = """ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow
emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u
effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange"""
_PARAGRAPH = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd
tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"""
_TABLE = """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange"""
_CELL = """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
hideMark headers cellIns cellDel cellMerge tcPrChange"""
_SECTION = """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid
printerSettings sectPrChange"""
_SETTINGS = """writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries
displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData
embedTrueTypeFonts embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges
bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors
hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles
stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView trackRevisions
doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme
styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders
bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery
doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin
doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne
strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture
doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText
doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags
alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids
mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats
doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary
shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator"""
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "rPr": tuple(_RUN.split()),
    "pPr": tuple(_PARAGRAPH.split()),
    "tblPr": tuple(_TABLE.split()),
    "tcPr": tuple(_CELL.split()),
    "sectPr": tuple(_SECTION.split()),
    "settings": tuple(_SETTINGS.split()),
}

Properties = Mapping[str, bytes]


def owned(layout: Layout, owner: Element, kind: str, changes: Properties) -> list[Splice]:
    """Splices that give the properties `kind` ("rPr") of `owner`, which may have none yet, other elements.

    `changes` are the whole new elements by their names; empty bytes take one out.
    """
    holder = child(owner, kind)
    if holder is not None:
        return changed(layout, holder, changes)
    new = made(layout, owner, kind, changes)
    return [within(layout, owner, new)] if new else []


def made(layout: Layout, near: Element, kind: str, changes: Properties) -> bytes:
    """New properties `kind` in the dialect of `near`; no bytes when nothing is in them."""
    order = _ORDERS[kind]
    inner = b"".join(changes[name] for name in sorted(changes, key=order.index))
    prefix = layout.prefix(near)
    return f"<{prefix}{kind}>".encode() + inner + f"</{prefix}{kind}>".encode() if inner else b""


def changed(layout: Layout, holder: Element, changes: Properties) -> list[Splice]:
    """Splices that change the elements of properties which are there; their order stays."""
    order = _ORDERS[name_of(holder)]
    there = {name_of(one): one for one in holder}
    splices, fresh = [], list[str]()
    for name, new in changes.items():
        old = there.get(name)
        if old is not None:
            span = layout.span(old)
            splices.append(Splice(span.start, span.end, new))
        elif new:
            fresh.append(name)
    by_place: dict[int | None, list[str]] = {}
    for name in sorted(fresh, key=order.index):
        behind = next((one for one in holder if _after(one, name, order)), None)
        by_place.setdefault(None if behind is None else layout.span(behind).start, []).append(name)
    for place, names in by_place.items():
        new = b"".join(changes[name] for name in names)
        splices.append(last(layout, holder, new) if place is None else Splice(place, place, new))
    return splices


def _after(element: Element, name: str, order: Sequence[str]) -> bool:
    """Whether an element stands behind the place of `name`; extensions, which no order names, stay at the end."""
    other = name_of(element)
    return other not in order or order.index(other) > order.index(name)


def within(layout: Layout, parent: Element, new: bytes) -> Splice:
    """A splice that puts `new` in as the first contents of an element, which may be an empty tag."""
    span = layout.span(parent)
    if span.inner != span.end:
        return Splice(span.inner, span.inner, new)
    return _opened(layout, parent, new)


def last(layout: Layout, parent: Element, new: bytes) -> Splice:
    """A splice that puts `new` in as the last contents of an element, which may be an empty tag."""
    span = layout.span(parent)
    if span.inner != span.end:
        return Splice(span.close, span.close, new)
    return _opened(layout, parent, new)


def with_room(layout: Layout) -> Layout:
    """A part whose root has an end tag, so that several splices can put something in."""
    span = layout.span(layout.root)
    if span.inner != span.end:
        return layout
    return Layout(layout.spliced([_opened(layout, layout.root, b"")]))


def _opened(layout: Layout, parent: Element, new: bytes) -> Splice:
    span = layout.span(parent)
    start = layout.xml[span.start : span.end].removesuffix(b"/>").rstrip()
    name = start[1:].split()[0]
    return Splice(span.start, span.end, start + b">" + new + b"</" + name + b">")


def with_attributes(layout: Layout, near: Element, name: str, old: Element | None, told: Mapping[str, str]) -> bytes:
    """An empty element `name` with the attributes of `old` and those of `told` over them; "" takes one out."""
    dialect = dialect_of(layout, near)
    kept = {str(key): str(text) for key, text in old.attrib.items()} if old is not None else {}
    namespace = etree.QName(near).namespace
    for key, text in told.items():
        kept.pop(f"{{{namespace}}}{key}", None)
        if text:
            kept[f"{{{namespace}}}{key}"] = text
    prefixes = {one: prefix for prefix, one in (old if old is not None else near).nsmap.items() if prefix}
    written = []
    for key, text in kept.items():
        space, _, local = key[1:].partition("}") if key.startswith("{") else ("", "", key)
        prefix = dialect.attribute if space == namespace else f"{prefixes[space]}:" if space else ""
        written.append(f" {prefix}{local}={quoteattr(text)}")
    return f"<{dialect.prefix}{name}{''.join(written)}/>".encode() if written else b""
