"""Fonts that a Word document asks for, does not carry with it, and that other machines are likely not to have."""

from collections.abc import Iterator

from agent.core.documents import Problem
from agent.core.words import Words
from agent.documents.docx.text import related_root
from agent.documents.docx.tree import Element, children, name_of, value
from agent.documents.docx.whole import Whole

_RARE = Words(
    "The font {name} is not embedded and many machines lack it: the text may look different there.",
    "フォント {name} は埋め込まれておらず、多くの PC にはないため、別の書体で表示されることがあります。",
)
_KINDS = ("ascii", "hAnsi", "eastAsia", "cs")
_EMBEDDED = frozenset({"embedRegular", "embedBold", "embedItalic", "embedBoldItalic"})
# Fonts of Windows and macOS with Office in the spelling of both languages; "_" stands for a space.
_COMMON = frozenset(
    [
        "arial",
        "arial_black",
        "arial_narrow",
        "arial_unicode_ms",
        "aptos",
        "aptos_display",
        "book_antiqua",
        "bookman_old_style",
        "calibri",
        "calibri_light",
        "cambria",
        "cambria_math",
        "candara",
        "century",
        "century_gothic century_schoolbook",
        "comic_sans_ms",
        "consolas",
        "constantia",
        "corbel",
        "courier",
        "courier_new",
        "garamond",
        "georgia",
        "gill_sans",
        "helvetica",
        "helvetica_neue",
        "impact",
        "lucida_console",
        "lucida_sans_unicode",
        "lucida_grande",
        "menlo",
        "monaco",
        "palatino",
        "palatino_linotype",
        "segoe_ui",
        "segoe_ui_symbol",
        "segoe_ui_emoji",
        "symbol",
        "tahoma",
        "times",
        "times_new_roman",
        "trebuchet_ms",
        "verdana",
        "webdings",
        "wingdings",
        "wingdings_2",
        "wingdings_3",
        "ms_gothic",
        "ms_pgothic",
        "ms_mincho",
        "ms_pmincho",
        "ms_ui_gothic",
        "ms_明朝",
        "ms_p明朝",
        "ms_ゴシック",
        "ms_pゴシック",
        "ｍｓ_明朝",
        "ｍｓ_ｐ明朝",
        "ｍｓ_ゴシック",
        "ｍｓ_ｐゴシック",
        "meiryo",
        "meiryo_ui",
        "メイリオ",
        "yu_gothic",
        "yu_gothic_ui",
        "yu_gothic_light",
        "yu_gothic_medium",
        "yu_mincho",
        "yu_mincho_light",
        "游ゴシック",
        "游ゴシック_light",
        "游ゴシック_medium",
        "游明朝",
        "游明朝_light",
        "hiragino_sans",
        "hiragino_kaku_gothic_pro",
        "hiragino_kaku_gothic_pron",
        "hiragino_mincho_pro",
        "hiragino_mincho_pron",
        "ヒラギノ角ゴ_pro_w3",
        "ヒラギノ角ゴ_pron_w3",
        "ヒラギノ明朝_pro_w3",
        "ヒラギノ明朝_pron_w3",
        "biz_udゴシック",
        "biz_ud明朝",
        "biz_udpゴシック",
        "biz_udp明朝",
        "biz_udgothic",
        "biz_udmincho",
        "simsun",
        "simhei",
        "nsimsun",
        "microsoft_yahei",
        "microsoft_jhenghei",
        "pmingliu",
        "mingliu",
        "malgun_gothic",
        "batang",
        "gulim",
        "dotum",
        "宋体",
        "黑体",
        "新細明體",
        "맑은_고딕",
        "mangal",
        "angsana_new",
        "cordia_new",
        "arabic_transparent",
        "traditional_arabic",
        "simplified_arabic",
        "sylfaen",
        "times_new_roman_bold",
    ]
)


def font_problems(whole: Whole) -> Iterator[Problem]:
    """Fonts that text of the document asks for by name."""
    carried = _carried(whole)
    told: dict[str, str] = {}
    for place in whole.places:
        for fonts in place.paragraph.iter("{*}rFonts"):
            told |= {name: place.anchor for name in _names(fonts) if name not in told}
    styles = related_root(whole.package, "/styles")
    used = {value(one) for place in whole.places for one in place.paragraph.iter("{*}pStyle", "{*}rStyle")}
    for fonts in styles.iter("{*}rFonts") if styles is not None else ():
        if _is_used(fonts, used):
            told |= {name: "" for name in _names(fonts) if name not in told}
    for name, anchor in told.items():
        if name.casefold().replace(" ", "_") not in _COMMON and name.casefold() not in carried:
            yield Problem(anchor, "missing_font", _RARE.of(name=name[:60]), grave=False)


def _names(fonts: Element) -> list[str]:
    return [name for kind in _KINDS if (name := value(fonts, kind).strip()) and not name.startswith(("+", "@"))]


def _carried(whole: Whole) -> set[str]:
    table = related_root(whole.package, "/fontTable")
    if table is None:
        return set()
    return {
        value(font, "name").casefold() for font in children(table, "font") if _EMBEDDED & {name_of(one) for one in font}
    }


def _is_used(fonts: Element, used: set[str]) -> bool:
    """Whether a style is the default one or one of those that paragraphs and runs have."""
    style = next(fonts.iterancestors("{*}style"), None)
    return style is None or value(style, "default") in {"1", "true"} or value(style, "styleId") in used
