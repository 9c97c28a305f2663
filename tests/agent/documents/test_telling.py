"""Differences as a person reads them: places and kinds in words, word by word, in both languages."""

import pytest

from agent.core.documents import Difference
from agent.documents.anchors import Spot, anchor_words, spot_of
from agent.documents.telling import told


@pytest.mark.parametrize(
    ("anchor", "file", "english", "japanese"),
    [
        ("P21", "a.docx", "paragraph 21", "段落 21"),
        ("P21", "a.csv", "P21", "P21"),
        ("T1 R2 C3", "a.docx", "table 1, row 2, column 3", "表 1、2 行目、3 列目"),
        ("slide 3 shape 2 R1", "a.pptx", "slide 3, shape 2, row 1", "スライド 3、図形 2、1 行目"),
        ("slide 3 notes", "a.pptx", "slide 3, notes", "スライド 3、ノート"),
        ("p2 table 1 R3 C2", "a.pdf", "page 2, table 1, row 3, column 2", "2 ページ、表 1、3 行目、2 列目"),
        ("footer1 P2 box 1 P3", "a.docx", "footer 1, paragraph 2, text box 1, paragraph 3",
         "フッター 1、段落 2、テキストボックス 1、段落 3"),
        ("L12", "a.md", "line 12", "12 行目"),
        ("field 氏名 (必須)", "a.pdf", "field 氏名 (必須)", "入力欄「氏名 (必須)」"),
        ("'My sheet'!B9:B9", "a.xlsx", "'My sheet'!B9", "'My sheet'!B9"),
        ("Sheet1!B2:C9", "a.xlsx", "Sheet1!B2:C9", "Sheet1!B2:C9"),
        ("B:B", "a.csv", "column B", "B 列"),
        ("Sheet1!4:5", "a.xlsx", "Sheet1, rows 4 to 5", "Sheet1、4〜5 行"),
        ("Data chart 1", "a.xlsx", "Data, chart 1", "Data、グラフ 1"),
        ("/people R2 C1", "a.json", "/people R2 C1", "/people R2 C1"),
        ("", "a.txt", "", ""),
    ],
)  # fmt: skip
def test_an_address_in_words(anchor, file, english, japanese):
    words = anchor_words(anchor, file)
    assert (words.en, words.ja) == (english, japanese)


def test_an_address_leads_to_its_page_or_sheet():
    assert [spot_of(one) for one in ("p7", "slide 3 shape 2", "'It''s'!A1", "Data!A1:B2", "P4", "property title")] == [
        Spot(7), Spot(3), Spot(0, "It's", 1, 1), Spot(0, "Data", 1, 1), Spot(row=4, column=16), Spot()]  # fmt: skip


def pieces(before, after, kind="text", language="en", **more):
    return told(Difference("P1", before, after, kind), "a.docx", language, **more).pieces


def test_words_that_change_side_by_side_are_one_change_and_numbers_are_whole():
    assert pieces("We pay 1,200 yen in two weeks.", "We pay 1,300 yen in ten days.") == (
        ("", "We pay "), ("-", "1,200"), ("+", "1,300"), ("", " yen in "), ("-", "two weeks"), ("+", "ten days"),
        ("", "."))  # fmt: skip


def test_a_tracked_deletion_is_what_went():
    assert pieces("in 30 days", "in [deleted: 30]14 days") == (("", "in "), ("-", "30"), ("+", "14"), ("", " days"))
    assert pieces("a [deleted: b] c d", "a [deleted: b] c e") == (
        ("", "a "), ("-", "b"), ("", " c "), ("-", "d"), ("+", "e"))  # fmt: skip


def test_what_stayed_far_from_a_change_is_left_out_when_brief():
    (_, start), *_, (_, end) = pieces("far " * 200 + "x", "near " + "far " * 200 + "x", brief=True)
    assert start == "near "
    assert len(end) < 80
    assert end.startswith("far far")


def test_cells_are_told_as_wholes():
    assert pieces("98 km", "99 km", "value") == (("-", "98 km"), ("+", "99 km"))


def test_what_a_diff_says_itself_speaks_japanese_and_words_of_the_document_do_not():
    assert pieces("plain", "letters bold, fill #FFF2CC", "format", "ja") == (
        ("-", "書式なし"), ("+", "文字: 太字, 塗りつぶし #FFF2CC"))  # fmt: skip
    assert pieces("", "looks different in 3.5 % of the page", "picture", "ja")[-1][1] == (
        "ページの 3.5 % の見た目が変わっています")  # fmt: skip
    assert pieces("", "2 empty rows", "added", "ja") == (("+", "空の行 2 行"),)
    assert pieces("“bold fill”: plain", "“bold fill”: bold", "format", "ja")[0] == ("", "“bold fill”: ")
    assert pieces("", "plain bold", "text", "ja") == (("+", "plain bold"),)


def test_directions_and_control_characters_cannot_disguise_words():
    assert pieces("", "a\u202eb\x1b") == (("+", "a\\u202eb\\x1b"),)


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("stacked column and line chart 'by line': Data!$B$2:$B$9 at F2",
         "積み上げ 縦棒 と 折れ線グラフ 'by line': Data!$B$2:$B$9(位置 F2)"),
        ("> 10000: fill #FFC7CE, bold", "条件 > 10000 → 塗りつぶし #FFC7CE、太字"),
        ("contains 'hidden rows': letters #FF0000", "条件 次を含む: 'hidden rows' → 文字色 #FF0000"),
        ("top 10%: bold", "条件 上位 10% → 太字"),
        ("only list \"line,area\", never empty", "入力できる値: リスト \"line,area\"、空白は不可"),
        ("only whole numbers between 1 and 9", "入力できる値: 整数 次の間: 1 and 9"),
        ("landscape; A4; fits 1 page wide; margins left 19 mm, right 19 mm; oddHeader '&Cleft'",
         "横向き、A4、横 1 ページに収める、余白 左 19 mm、右 19 mm、ヘッダー '&Cleft'"),
        ("hidden, group level 2 rows", "非表示、グループ レベル 2の行"),
        ("turned by 90°", "90° 回転"),
        ("words of somebody", "words of somebody"),
    ],
)  # fmt: skip
def test_things_of_a_sheet_are_told_in_japanese_and_words_of_the_document_stay(english, japanese):
    assert told(Difference("S!A1", "", english, "property"), "a.xlsx", "ja").pieces == (("+", japanese),)


def test_a_title_that_reads_like_a_setting_stays_as_it_is():
    assert told(Difference("property Title", "", "hidden", "property"), "a.pdf", "ja").pieces == (("+", "hidden"),)


def test_a_long_setting_that_no_sentence_fits_is_given_back_at_once():
    hostile = "fits " * 2_000 + ";x"
    assert told(Difference("S", "", hostile, "property"), "a.xlsx", "ja").pieces == (("+", hostile),)
