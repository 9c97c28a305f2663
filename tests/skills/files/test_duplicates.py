from tests.skills.office import changes, deleted, moves


def test_the_oldest_stays_and_the_others_keep_their_folders(office):
    office.put("b/photo.jpg", "same", day="2026-02-01")
    office.put("a/photo.jpg", "same", day="2026-01-01")
    office.put("c/copy.jpg", "same", day="2026-03-01")
    office.put("c/other.jpg", "diff")
    result = office.run("files:duplicates")
    assert moves(result) == {"b/photo.jpg": "Duplicates/b/photo.jpg", "c/copy.jpg": "Duplicates/c/copy.jpg"}


def test_each_rule_keeps_another_one(office):
    office.put("z/long name.txt", "same", day="2026-01-01")
    office.put("m.txt", "same", day="2026-02-01")
    office.put("a/new.txt", "same", day="2026-03-01")
    kept = {}
    for rule in ("oldest", "newest", "shortest", "first"):
        gone = set(moves(office.run("files:duplicates", keep=rule)))
        (kept[rule],) = {"z/long name.txt", "m.txt", "a/new.txt"} - gone
    assert kept == {"oldest": "z/long name.txt", "newest": "a/new.txt", "shortest": "m.txt", "first": "a/new.txt"}


def test_deleting_expects_the_bytes_that_were_compared(office):
    office.put("a.txt", "same")
    office.put("b.txt", "same")
    result = office.run("files:duplicates", action="delete")
    assert deleted(result) == ["b.txt"]
    assert all(change.expects for change in changes(result))


def test_a_second_run_finds_nothing_and_empty_files_are_no_copies(office):
    office.language = "ja"
    office.put("重複/a.txt", "same")
    office.put("a.txt", "same")
    office.put("empty1.txt", "")
    office.put("empty2.txt", "")
    result = office.run("files:duplicates")
    assert changes(result) == ()
    assert "2 件" in result.for_user


def test_equal_sizes_are_not_equal_files(office):
    office.put("a.txt", "abcd")
    office.put("b.txt", "abce")
    assert changes(office.run("files:duplicates")) == ()


def test_what_is_open_elsewhere_is_never_called_no_duplicate_or_in_its_place(office):
    for name in ("a.xlsx", "b.xlsx"):
        office.put(name, "same")
        office.put(f".~lock.{name}#", "")
    told = office.run("files:duplicates").for_user
    assert "No duplicate was set aside." in told
    assert "keep" not in told
    assert "No file was moved." in office.run("files:organise").for_user
    assert "No name was changed." in office.run("files:rename", pattern="n_{name}").for_user
