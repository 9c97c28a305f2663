import asyncio
import os

import pytest

from skills.library import find_recipe
from skills.recipe import Desk
from tests.skills.office import TODAY, changes, moves, tree


def test_files_go_into_folders_of_their_kind(office):
    office.put("report.docx")
    office.put("photo.JPG")
    office.put("plan.xlsx")
    office.put("what.zzz")
    assert moves(office.run("files:organise")) == {
        "report.docx": "Documents/report.docx",
        "photo.JPG": "Pictures/photo.JPG",
        "plan.xlsx": "Spreadsheets/plan.xlsx",
        "what.zzz": "Other/what.zzz",
    }


def test_japanese_people_get_japanese_folders(office):
    office.language = "ja"
    office.put("見積書.xlsx")
    office.put("写真.png")
    result = office.run("files:organise")
    assert moves(result) == {"見積書.xlsx": "表計算/見積書.xlsx", "写真.png": "画像/写真.png"}
    assert "2 件" in result.for_user


@pytest.mark.parametrize(
    ("rule", "to"),
    [
        ("year", "2025/a.pdf"),
        ("month", "2025-12/a.pdf"),
        ("kind_month", "PDF/2025-12/a.pdf"),
        ("month_kind", "2025-12/PDF/a.pdf"),
        ("kind_year", "PDF/2025/a.pdf"),
    ],
)
def test_dates_make_folders(office, rule, to):
    office.put("a.pdf", day="2025-12-31")
    assert moves(office.run("files:organise", rule=rule)) == {"a.pdf": to}


def test_the_date_in_a_name_counts_when_asked_for(office):
    office.put("IMG_20240229_1.jpg")
    office.put("scan 2023-04-01.pdf")
    office.put("20241399.pdf")
    found = moves(office.run("files:organise", rule="year", date="name"))
    assert found == {
        "IMG_20240229_1.jpg": "2024/IMG_20240229_1.jpg",
        "scan 2023-04-01.pdf": "2023/scan 2023-04-01.pdf",
        "20241399.pdf": "2026/20241399.pdf",
    }


def test_a_taken_name_gets_a_number(office):
    office.put("Documents/a.tar.gz")
    office.put("Archives/A.tar.gz")
    office.put("a.tar.gz")
    found = moves(office.run("files:organise", subfolders="true"))
    assert found == {"a.tar.gz": "Archives/a (2).tar.gz", "Documents/a.tar.gz": "Archives/a (3).tar.gz"}


def test_what_is_right_or_untouchable_stays(office):
    office.put("PDF/deep/a.pdf")
    office.put(".hidden.pdf")
    office.put("~$lock.docx")
    office.put("half.pdf.crdownload")
    office.put("Thumbs.db")
    office.put("Tool.app/Contents/a.txt")
    office.put("project/.git/HEAD")
    office.put("project/notes.txt")
    (office.root / "link.pdf").symlink_to(office.root / "PDF/deep/a.pdf")
    result = office.run("files:organise", subfolders="true")
    assert changes(result) == ()


def test_an_open_file_is_left_and_told(office):
    office.put("open.xlsx")
    office.put("~$open.xlsx")
    office.put("long report.docx")
    office.put("~$ng report.docx")
    office.put("writer.odt")
    office.put(".~lock.writer.odt#")
    result = office.run("files:organise")
    assert changes(result) == ()
    assert "Left out: 3" in result.for_user


def test_a_stop_between_two_files_stops_the_work(office):
    class StoppedError(Exception):
        pass

    office.put("a.txt")
    office.put("b.txt")

    def stop(text: str, done: int, total: int) -> None:
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        find_recipe("files:organise").run(Desk(office.workspace, office.documents, stop, "en", TODAY), {})


def test_names_that_some_computers_cannot_hold_keep_no_other_file_from_its_place(office):
    for name in (
        "a:b?.txt",
        "new\nline.txt",
        "end ",
        "x" * 251 + ".txt",
        "\U0001f469\u200d\U0001f467.txt",
        "plain.txt",
    ):
        office.put(name, name)
    before = tree(office.root)
    result = office.run("files:organise")
    assert set(moves(result).values()) >= {"Documents/a:b?.txt", "Documents/new\nline.txt", "Other/end "}
    checkpoint = office.commit(result)
    assert not any(path.is_file() for path in office.root.iterdir())
    asyncio.run(office.ledger.undo(checkpoint))
    assert tree(office.root) == before


@pytest.fixture
def locked(office):
    """A folder with a file that nobody may see."""
    office.put("locked/in.txt", "same")
    folder = office.root / "locked"
    folder.chmod(0)
    if os.access(folder, os.R_OK):
        folder.chmod(0o755)
        pytest.skip("this user may open everything")
    yield folder
    folder.chmod(0o755)


@pytest.mark.usefixtures("locked")
@pytest.mark.parametrize("recipe", ["files:organise", "files:rename", "files:duplicates", "reports:inventory"])
def test_a_folder_that_cannot_be_opened_holds_nothing_up_and_is_told(office, recipe):
    office.put("a.txt", "same")
    fields = {"pattern": "n_{name}"} if recipe == "files:rename" else {}
    told = find_recipe(recipe).run(office.desk, fields | {"subfolders": "true"}).for_user
    assert "a folder that cannot be opened: `locked`" in told
    assert "empty folder" not in told


@pytest.mark.parametrize("recipe", ["files:organise", "files:rename", "files:duplicates", "reports:inventory"])
def test_a_file_that_is_only_in_the_cloud_is_left_alone_and_told(office, recipe):
    office.put("a.txt", "same")
    office.put("away/.scan.pdf.icloud", "bplist00")
    fields = {"pattern": "n_{name}"} if recipe == "files:rename" else {}
    told = find_recipe(recipe).run(office.desk, fields | {"subfolders": "true"}).for_user
    assert "only in the cloud: download it first: `away/.scan.pdf.icloud`" in told
    assert "empty folder" not in told
