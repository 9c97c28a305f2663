"""Notes of slides that have none yet, and the master of notes that they need (ECMA-376, 13.3.4 and 13.3.5)."""

from agent.documents.pptx.deck import Deck, SlideAt
from agent.documents.pptx.markup import EMPTY_TREE
from agent.documents.pptx.splices import placed
from agent.documents.pptx.tree import first

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_IMAGE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
    'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"{index}/></p:nvPr></p:nvSpPr>{look}</p:sp>'
)
_WORDS = (
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
    '<p:ph type="body" {size}idx="1"/></p:nvPr></p:nvSpPr>{look}<p:txBody><a:bodyPr/><a:lstStyle/><a:p/>'
    "</p:txBody></p:sp>"
)
_PLACE = (
    '<p:spPr><a:xfrm><a:off x="{0}" y="{1}"/><a:ext cx="{2}" cy="{3}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom>{line}</p:spPr>"
)
_LINE = '<a:noFill/><a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln>'
_COLOURS = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_STYLE = (
    '<p:notesStyle><a:lvl1pPr marL="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
    '<a:defRPr sz="1200" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/>'
    '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr></p:notesStyle>'
)


def notes_of(deck: Deck, slide: SlideAt) -> str | None:
    """The part of the notes of a slide, or None."""
    return next(iter(deck.parts.related(slide.part, "/notesSlide")), None)


def add_notes(deck: Deck, slide: SlideAt) -> str:
    """Give a slide an empty page of notes; returns its part."""
    master = _notes_master(deck)
    page = (
        f"<p:notes><p:cSld><p:spTree>{EMPTY_TREE}{_IMAGE.format(index='', look='<p:spPr/>')}"
        f"{_WORDS.format(size='', look='<p:spPr/>')}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )
    part = deck.parts.add("ppt/notesSlides/notesSlide{}.xml", deck.dialect.part(page), f"{_TYPE}notesSlide+xml")
    deck.parts.relate(part, deck.relation_type("notesMaster"), master)
    deck.parts.relate(part, deck.relation_type("slide"), slide.part)
    deck.parts.relate(slide.part, deck.relation_type("notesSlide"), part)
    return part


def _notes_master(deck: Deck) -> str:
    """The master of notes, which is made when there is none, with a copy of the first theme."""
    there = deck.parts.related(deck.main, "/notesMaster")
    if there:
        return there[0]
    image = _IMAGE.format(index=' idx="2"', look=_PLACE.format(685800, 1143000, 5486400, 3086100, line=_LINE))
    words = _WORDS.format(size='sz="quarter" ', look=_PLACE.format(685800, 4400550, 5486400, 3600450, line=""))
    master = (
        '<p:notesMaster><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        f"<p:spTree>{EMPTY_TREE}{image}{words}</p:spTree></p:cSld>{_COLOURS}{_STYLE}</p:notesMaster>"
    )
    part = deck.parts.add("ppt/notesMasters/notesMaster{}.xml", deck.dialect.part(master), f"{_TYPE}notesMaster+xml")
    for master_part in deck.parts.related(deck.main, "/slideMaster")[:1]:
        for theme in deck.parts.related(master_part, "/theme"):
            _copy_theme(deck, theme, part)
    relation = deck.parts.relate(deck.main, deck.relation_type("notesMaster"), part)
    layout = deck.parts.layout(deck.main)
    entry = f'<p:notesMasterIdLst><p:notesMasterId r:id="{relation}"/></p:notesMasterIdLst>'
    told = first(layout.root, "notesMasterIdLst")
    if told is None:
        new = deck.dialect.fragment(entry, layout.root)
        deck.parts.splice(deck.main, placed(layout, layout.root, new, ("sldMasterIdLst",)))
    return part


def _copy_theme(deck: Deck, theme: str, master: str) -> None:
    """Each master must have a theme part of its own."""
    copy = deck.parts.add(
        "ppt/theme/theme{}.xml", deck.parts.read(theme), deck.parts.content_type(theme) or _THEME_TYPE
    )
    deck.parts.copy_relations(theme, copy, {})
    deck.parts.relate(master, deck.relation_type("theme"), copy)
