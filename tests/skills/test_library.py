import pytest

from skills.form import Kind
from skills.library import fitting, match, packs, recipes, skill_catalogue


def first(text, language, entries):
    found = match(text, language, entries)
    return (found[0].recipe, dict(found[0].values)) if found else ("", {})


def test_a_typed_merge_fills_the_form(office):
    for name in ("invoices.pdf", "b.pdf", "other.pdf"):
        office.put(name)
    recipe, values = first("merge invoices.pdf and b.pdf into all.pdf", "en", office.entries())
    assert recipe == "pdf:pages"
    assert values["action"] == "merge"
    assert values["files"] == "invoices.pdf\nb.pdf"
    assert values["name"] == "all.pdf"


def test_a_typed_merge_in_japanese_fills_the_form(office):
    for name in ("請求書.pdf", "見積 2026.pdf", "x.pdf"):
        office.put(name)
    recipe, values = first("見積 2026.pdfと請求書.pdfを結合して全部.pdfにまとめて", "ja", office.entries())
    assert recipe == "pdf:pages"
    assert values["files"] == "見積 2026.pdf\n請求書.pdf"
    assert values["name"] == "全部.pdf"


@pytest.mark.parametrize(
    ("text", "language", "recipe"),
    [
        ("tidy up my downloads by type", "en", "files:organise"),
        ("ダウンロードを種類ごとに整理して", "ja", "files:organise"),
        ("rename all photos with a number", "en", "files:rename"),
        ("ファイル名を連番にリネームしたい", "ja", "files:rename"),
        ("find duplicate files", "en", "files:duplicates"),
        ("重複ファイルを探して", "ja", "files:duplicates"),
        ("split the pdf every 2 pages", "en", "pdf:pages"),
        ("PDFを3ページごとに分割", "ja", "pdf:pages"),
        ("combine all the excel sheets into one table", "en", "tables:combine"),
        ("エクセルの表を一つにまとめて", "ja", "tables:combine"),
        ("clean up sales.csv", "en", "tables:clean"),
        ("CSVの日付を統一して整形", "ja", "tables:clean"),
        ("make an expense report from these receipts", "en", "receipts:expenses"),
        ("領収書から経費精算の一覧を作って", "ja", "receipts:expenses"),
        ("get the tables out of the pdf into excel", "en", "pdf:tables"),
        ("PDFの表をエクセルに取り出して", "ja", "pdf:tables"),
        ("which files mention Globex?", "en", "files:search"),
        ("「株式会社山田」を検索", "ja", "files:search"),
        ("list all files in this folder", "en", "reports:inventory"),
        ("フォルダーの一覧を作成", "ja", "reports:inventory"),
    ],
)
def test_a_typed_task_finds_its_recipe(office, text, language, recipe):
    office.put("sales.csv")
    assert first(text, language, office.entries())[0] == recipe


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("split the pdf every 2 pages", "every", "2"),
        ("extract pages 2-4 and 7 of a.pdf", "pages", "2-4,7"),
        ("a.pdfの3ページを抽出", "pages", "3"),
        ("rotate a.pdf by 180", "angle", "180"),
        ("search for 'Tokyo office'", "text", "tokyo office"),
        ("which files mention Globex?", "text", "globex"),
        ("「見積」を検索して", "text", "見積"),
        ("clean the csv", "file", "data/only.csv"),
        ("replace 'draft' with 'final' in file names", "find", "draft"),
    ],
)
def test_words_become_values(office, text, key, value):
    office.put("a.pdf")
    office.put("data/only.csv")
    assert first(text, "en", office.entries())[1][key] == value


def test_a_task_that_no_recipe_can_do_gets_none(office):
    assert match("write a poem about spring", "en", office.entries()) == ()
    assert match("", "en", office.entries()) == ()


def test_a_short_name_inside_of_a_long_one_is_not_meant(office):
    office.put("b.pdf")
    office.put("report b.pdf")
    office.put("data.pdf")
    office.put("a.pdf")
    assert first("merge report b.pdf and data.pdf", "en", office.entries())[1]["files"] == "report b.pdf\ndata.pdf"


def test_every_suggestion_is_a_form_that_fits(office):
    for name in (
        "領収書 4月.pdf",
        "a.pdf",
        "sales.csv",
        *(f"{n}.{e}" for n in range(6) for e in ("txt", "png", "mp3")),
    ):
        office.put(name)
    known = {recipe.id: recipe for recipe in recipes()}
    found = fitting(office.entries(), "ja")
    assert found[0].recipe == "receipts:expenses"
    assert 1 < len(found) <= 4
    for one in found:
        known[one.recipe].form(one.values)
        assert one.why


def test_an_empty_folder_calls_for_nothing():
    assert fitting((), "en") == ()


def test_every_recipe_speaks_both_languages_and_its_defaults_fit():
    for recipe in recipes():
        for words in (recipe.title, recipe.summary, *(field.label for field in recipe.fields)):
            assert words.en
            assert words.ja
        for field in recipe.fields:
            assert field.kind in Kind
            assert not field.choices or field.default in [option.value for option in field.choices]
        required = {field.key: "x" for field in recipe.fields if field.required}
        recipe.form(required)


def test_packs_name_recipes_that_exist_and_all_of_them():
    named = [identity for pack in packs() for identity in pack.recipes]
    assert sorted(named) == sorted(recipe.id for recipe in recipes())
    assert all(pack.skills and not pack.problems for pack in packs())
    assert all(not skill.problems for pack in packs() for skill in pack.skills)


def test_the_catalogue_is_short():
    lines = skill_catalogue().splitlines()
    assert len(lines) == 10
    assert max(map(len, lines)) < 120
    assert sum(map(len, lines)) < 900
