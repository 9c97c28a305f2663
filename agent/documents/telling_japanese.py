"""What comparisons say in English to the model about looks, charts, rules and settings, in Japanese for the person.

Words of the document itself (titles, names, formulas, choices) stay as they are: a sentence names its parts, and only
the parts whose names begin with "w" are taken word by word.
"""

import re
from collections.abc import Mapping

# The kinds in which diffs say something that is not words of the document.
_SAID = frozenset({"format", "moved", "style", "picture", "property"})
_EMPTY_ROWS = re.compile(r"(\d+) empty rows?")
_LOOKS = {
    "plain": "書式なし", "bold": "太字", "italic": "斜体", "struck": "取り消し線", "underlined": "下線",
    "underline": "下線", "letters": "文字:", "font": "フォント", "colour": "文字色", "fill": "塗りつぶし",
    "border": "罫線", "align": "配置:", "number format": "表示形式", "highlight": "蛍光ペン", "alignment:": "配置:",
    "indent:": "インデント:",
    "spacing:": "間隔:", "list:": "リスト:", "shading:": "網かけ:", "hidden": "非表示", "not bold": "太字なし",
    "not italic": "斜体なし", "style": "スタイル", "horizontal": "横", "vertical": "縦", "center": "中央",
    "left": "左", "right": "右", "top": "上", "bottom": "下", "wrapText": "折り返し", "thin": "細線",
    "gradient": "グラデーション", "of the style": "スタイルのとおり", "capitals": "大文字",
    "small capitals": "小型大文字",
}  # fmt: skip
_WORDS = _LOOKS | {
    "letters": "文字色", "automatic": "自動", "theme": "テーマ色", "stacked": "積み上げ", "column": "縦棒",
    "bar": "横棒", "line": "折れ線", "pie": "円", "doughnut": "ドーナツ", "area": "面", "scatter": "散布図",
    "bubble": "バブル", "radar": "レーダー", "stock": "株価", "surface": "等高線", "other": "その他の", "and": "と",
    "duplicates": "重複する値", "unique values": "一意の値", "blanks": "空白", "no blanks": "空白以外",
    "errors": "エラー", "no errors": "エラー以外", "color scale": "カラースケール", "data bar": "データバー",
    "icons": "アイコン", "dates": "日付", "below average": "平均より下", "above average": "平均より上",
    "list": "リスト", "whole": "整数", "whole numbers": "整数", "numbers": "数値", "length": "文字数",
    "date": "日付", "time": "時刻", "any value": "すべての値", "between": "次の間:", "not between": "次の間以外:",
    "never empty": "空白は不可", "warning only": "警告のみ", "information only": "情報のみ", "contains": "次を含む:",
    "contains no": "次を含まない:", "begins with": "次で始まる:", "ends with": "次で終わる:", "bottom": "下位",
    "top": "上位", "portrait": "縦向き", "landscape": "横向き", "scale": "倍率", "paper": "用紙",
    "margins": "余白", "group level": "グループ レベル", "rows": "の行", "columns": "の列",
    "with a password": "(パスワードあり)", "protected": "保護", "shape": "図形", "own values": "独自の値",
    "by": "項目:", "shows": "表示:", "or": "または", "buttons": "ボタン", "all is shown": "すべて表示",
    "taken with": "撮影機器", "taken": "撮影日時", "pixels": "ピクセル", "with other contents": "中身が違います",
}  # fmt: skip
_MARGINS = {"left": "左", "right": "右", "top": "上", "bottom": "下"}
_KINDS_OF_CHART = "column|bar|line|pie|doughnut|area|scatter|bubble|radar|stock|surface|other"
_CHART = rf"(?P<w>(?:(?:stacked )?(?:{_KINDS_OF_CHART})(?: and )?)+) chart(?P<title> '.*?')?: (?P<shown>.*?)"
_LOOK_OF_RULE = r"(?:fill|letters|bold|italic|struck)\b.*"
_RULE_HEADS = (
    "duplicates|unique values|blanks|no blanks|errors|no errors|color scale|data bar|icons|dates|below average|"
    r"above average|(?:top|bottom) \d+%?"
)
_SENTENCES = tuple((re.compile(pattern, re.DOTALL), ja) for pattern, ja in (
    (r"page (?P<a>\d+)", "{a} ページ"),
    (r"slide (?P<a>\d+)", "スライド {a}"),
    (r"sheet (?P<a>\d+) of (?P<b>\d+)", "シート {a}({b} 枚中)"),
    (r"sheet (?P<a>.+)", "シート「{a}」"),
    (r"layout (?P<a>.*)", "レイアウト「{a}」"),
    (r"looks different in (?P<a>[\d.]+) % of the page", "ページの {a} % の見た目が変わっています"),
    (r"turned by (?P<a>\d+)°", "{a}° 回転"),
    (r"(?P<a>\d+) x (?P<b>\d+) points", "{a} x {b} ポイント"),
    (r"page (?P<a>[\d.]+) x (?P<b>[\d.]+) cm, (?P<c>[\d.]+) cm between the margins",
     "用紙 {a} x {b} cm、本文の幅 {c} cm"),
    (r"page break before it", "前で改ページ"),
    (r"no page break before it", "前の改ページなし"),
    (r"plain", "書式なし"),
    (r"shown|visible", "表示"),
    (r"hidden|veryHidden", "非表示"),
    (r"picture", "画像"),
    (r"another picture", "別の画像"),
    (rf"{_CHART} at (?P<at>[A-Z]+\d+)", "{w}グラフ{title}: {shown}(位置 {at})"),
    (_CHART, "{w}グラフ{title}: {shown}"),
    (r"picture(?P<a>(?: '.*')? .*?) at (?P<b>[A-Z]+\d+)", "画像{a}(位置 {b})"),
    (r"(?P<a>[\d,]+) B", "データ {a} バイト"),
    (r"frozen at (?P<a>[A-Z]+\d+)", "{a} で固定"),
    (r"tab colour (?P<a>#\w+)", "見出しの色 {a}"),
    (r"tab colour number (?P<a>\d*)", "見出しの色 {a} 番"),
    (r"width (?P<a>[\d.]+)", "幅 {a}"),
    (r"merged cells", "結合されたセル"),
    (r"(?P<w>(?:hidden|group level \d+)(?:, group level \d+)?) (?P<w2>rows|columns)", "{w}{w2}"),
    (r"protected(?P<w>(?: with a password)?)", "シートの保護{w}"),
    (r"may be changed: (?P<a>.*)", "変更できる範囲: {a}"),
    (r"link to (?P<a>.*)", "リンク先 {a}"),
    (r"print area (?P<a>.*)", "印刷範囲 {a}"),
    (r"printed on every page (?P<a>.*)", "全ページに印刷 {a}"),
    (r"filter: buttons, all is shown", "フィルター(すべて表示)"),
    (r"filter: (?P<a>.*)", "フィルター: {a}"),
    (r"only list (?P<a>.*?)(?P<w>(?:, never empty)?(?:, \w+ only)?)", "入力できる値: リスト {a}{w}"),
    (r"only custom =(?P<a>.*?)(?P<w>(?:, never empty)?(?:, \w+ only)?)", "入力できる値: 数式 ={a}{w}"),
    (r"only any value", "入力の制限なし"),
    (r"only (?P<w>whole numbers|numbers|length|date|time) (?P<w1>not between|between|\W{1,2}) (?P<a>.*?)"
     r"(?P<w2>(?:, never empty)?(?:, \w+ only)?)", "入力できる値: {w} {w1} {a}{w2}"),
    (rf"(?P<a>(?:=|<>|[<>]=?|\W{0,2}) .*?|=.*?): (?P<w>{_LOOK_OF_RULE})", "条件 {a} → {w}"),
    (rf"(?P<w1>contains no|contains|begins with|ends with) (?P<a>'.*?'): (?P<w>{_LOOK_OF_RULE})",
     "条件 {w1} {a} → {w}"),
    (rf"(?P<w1>not between|between) (?P<a>.*?): (?P<w>{_LOOK_OF_RULE})", "条件 {w1} {a} → {w}"),
    (rf"(?P<w1>{_RULE_HEADS}): (?P<w>{_LOOK_OF_RULE})", "条件 {w1} → {w}"),
    (rf"(?P<w1>{_RULE_HEADS})(?P<a>(?: \w+)?(?: #\w+)*)", "条件付き書式 {w1}{a}"),
    (r"table (?P<a>\w+), with totals: (?P<b>.*)", "テーブル {a}(集計行あり): {b}"),
    (r"table (?P<a>\w+): (?P<b>.*)", "テーブル {a}: {b}"),
    (r"pivot table (?P<a>.*?) of (?P<b>.*)", "ピボットテーブル {a}(元 {b})"),
    (r"sparkline \((?P<w>\w+)\) of (?P<a>.*)", "スパークライン({w}){a}"),
    (r"(?P<a>.*) is read (?P<b>.*)", "{a} の読み {b}"),
    (r"(?P<a>[A-Z]{3,4}), (?P<b>\d+) x (?P<c>\d+) pixels(?P<w>.*)", "{a}、{b} x {c} ピクセル{w}"),
    (r"(?P<a>.*), with other contents", "{a}(中身が違います)"),
))  # fmt: skip
_PAPER = re.compile(r"portrait|landscape|[AB]\d|Letter|Legal|paper \d+|scale \d+%|margins .*")
_FITS = re.compile(r"fits (?:(\d+) pages? wide)?(?: and )?(?:(\d+) pages? high)?")
_HEADER = re.compile(r"(odd|even|first)(Header|Footer) (.*)", re.DOTALL)
_SIDES = {"odd": "", "even": "偶数ページの", "first": "先頭ページの", "Header": "ヘッダー", "Footer": "フッター"}
_QUOTED = re.compile(r"(“.*”: )(.*)", re.DOTALL)


def _finder(words: Mapping[str, str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![\w#]){re.escape(one)}(?![\w-])" for one in longest))


_LOOK, _WORD, _PAGE = _finder(_LOOKS), _finder(_WORDS), _finder(_WORDS | _MARGINS)


def in_japanese(text: str, kind: str) -> str:
    """`text` of a difference of that `kind`; words of the document stay as they are."""
    if (rows := _EMPTY_ROWS.fullmatch(text)) is not None and kind in {"added", "removed"}:
        return f"空の行 {rows[1]} 行"
    if kind not in _SAID:
        return text
    for pattern, ja in _SENTENCES:
        if (match := pattern.fullmatch(text)) is not None:
            return ja.format(**{name: _part(name, part or "") for name, part in match.groupdict().items()})
    if kind == "property":
        return _of_paper(text)
    if kind != "format":
        return text
    quoted = _QUOTED.fullmatch(text)
    head, looks = quoted.groups() if quoted else ("", text)
    return head + _LOOK.sub(lambda found: _LOOKS[found[0]], looks)


def _of_paper(text: str) -> str:
    """How a sheet is printed: several settings, of which a header may hold any words."""
    found = []
    for one in text.split("; "):
        if (header := _HEADER.fullmatch(one)) is not None:
            found.append(f"{_SIDES[header[1]]}{_SIDES[header[2]]} {header[3]}")
        elif (fits := _FITS.fullmatch(one)) is not None:
            sides = [f"{side} {count}" for side, count in zip(("横", "縦"), fits.groups(), strict=True) if count]
            found.append(f"{' × '.join(sides)} ページに収める")
        elif _PAPER.fullmatch(one):
            found.append(_PAGE.sub(lambda word: (_WORDS | _MARGINS)[word[0]], one).replace(", ", "、"))
        else:
            return text
    return "、".join(found)


def _part(name: str, text: str) -> str:
    if name.startswith("w"):
        return _WORD.sub(lambda found: _WORDS[found[0]], text).replace(", ", "、")
    return text
