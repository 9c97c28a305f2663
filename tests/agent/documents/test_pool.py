"""Whatever a file does to its reader, the host gets one clear error, and the next file is read."""

import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import openpyxl
import psutil
import pytest

from agent.core.errors import InvalidArgumentsError, ToolError, UnreadableError
from agent.documents.pool import WORKERS, WorkerDocuments

REPO = Path(__file__).resolve().parents[3]


@pytest.fixture
def pool():
    pool = WorkerDocuments()
    yield pool
    pool.close()


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear all\n")
    return path


def workers() -> list[psutil.Process]:
    # Those of other tests' pools end by themselves after a minute, and wait for their pool to notice.
    living = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in living if "agent.documents.worker" in " ".join(one.cmdline())]


def code_of(call, *args, **fields) -> str:
    with pytest.raises(ToolError) as caught:
        call(*args, **fields)
    return caught.value.code


def test_a_call_that_takes_too_long_is_stopped(letter):
    pool = WorkerDocuments(seconds=0)
    assert code_of(pool.read, letter) == "unsafe"
    pool.close()


def test_a_killed_worker_costs_one_error_and_the_next_call_gets_a_fresh_one(pool, tmp_path, letter):
    before = set(workers())
    pool.read(letter)
    (worker,) = set(workers()) - before
    big = tmp_path / "big.csv"
    big.write_text("number,name\n" + "1,x\n" * 1_000_000)
    codes = []
    thread = threading.Thread(target=lambda: codes.append(code_of(pool.check, big)))
    thread.start()
    start = worker.cpu_times().user
    while worker.cpu_times().user < start + 0.2:
        pass
    worker.kill()
    thread.join()
    assert codes == ["unsafe"]
    assert pool.read(letter).passages[0].text == "Dear all"


def test_a_worker_that_died_between_two_calls_is_not_noticed(pool, letter):
    before = set(workers())
    pool.read(letter)
    for worker in set(workers()) - before:
        worker.kill()
        worker.wait(10)
    assert pool.read(letter).total == 1


def test_an_idle_worker_ends_itself_and_another_one_answers(letter):
    command = (sys.executable, "-c", "from agent.documents.worker import main; main(0.1)")
    pool = WorkerDocuments(command=command)
    before = set(psutil.Process().children())
    assert pool.read(letter).total == 1
    for worker in set(psutil.Process().children()) - before:
        assert worker.wait(20) == 0
    assert pool.read(letter).total == 1
    pool.close()


def test_many_threads_share_few_workers(pool, letter):
    before = set(workers())
    found = []
    threads = [threading.Thread(target=lambda: found.append(pool.read(letter).total)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 12
    assert len(set(workers()) - before) <= WORKERS


def test_a_worker_knows_no_keys_of_the_host(monkeypatch, pool, letter):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    before = set(workers())
    pool.read(letter)
    (worker,) = set(workers()) - before
    assert "secret" not in str(worker.environ())


def test_a_worker_ends_with_its_host(tmp_path, letter):
    host = (
        "import os, sys, psutil\nfrom pathlib import Path\nfrom agent.documents.pool import WorkerDocuments\n"
        f"WorkerDocuments().read(Path({str(letter)!r}))\n"
        "print(psutil.Process().children()[0].pid, flush=True)\nos._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", host], cwd=REPO, capture_output=True, text=True, check=False)
    try:
        psutil.Process(int(done.stdout)).wait(20)
    except psutil.NoSuchProcess:
        return


def test_a_large_host_has_one_worker_for_many_calls(letter):
    """What the system says of the memory of a new process can begin with that of the one that started it."""
    host = (
        "import os, psutil\nfrom pathlib import Path\nfrom agent.documents.pool import WorkerDocuments\n"
        "large = bytearray(os.urandom(1024)) * 720_000\n"
        f"pool, letter = WorkerDocuments(), Path({str(letter)!r})\n"
        "def worker():\n"
        "    pool.read(letter)\n"
        "    return {one.pid for one in psutil.Process().children()}\n"
        "first, second = worker(), worker()\n"
        "print(len(first), first == second, flush=True)\npool.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", host], cwd=REPO, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True"]


def test_a_closed_pool_refuses(pool, letter):
    pool.close()
    assert code_of(pool.read, letter) == "closed"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"%PDF-1.7\n", "wrong_type"),
        ("a.xlsx", b"name,amount\n", "wrong_type"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "wrong_type"),
        ("a.txt", b"\0\1\2\3" * 99, "wrong_type"),
        ("a.eml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "wrong_type"),
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "wrong_type"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "broken"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "broken"),
        ("a.eml", b"just words, no headers\n", "broken"),
        ("a.bin", b"\0\1\2\3", "unknown_kind"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told_by_its_code(documents, tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert code_of(documents.read, path) == code
    if code != "unknown_kind":
        assert code_of(documents.check, path) == code


def test_a_text_without_a_known_extension_is_read(documents, tmp_path):
    path = tmp_path / "NOTES"
    path.write_text("one\ntwo\n")
    assert documents.read(path).total == 2


def test_a_file_of_no_known_kind_is_not_created(documents, tmp_path):
    with pytest.raises(InvalidArgumentsError):
        documents.create({"text": "x"}, tmp_path / "a.exe")


def test_no_real_file_does_worse_than_a_typed_error(documents, real_files):
    """Many of them are broken, encrypted or the finds of fuzzers."""
    ours = {".xlsx", ".xlsm", ".eml", ".msg"}
    refused = {}
    faults = {}
    for path in real_files:
        if path.suffix in ours:
            try:
                documents.read(path)
                documents.check(path)
                documents.tables(path)
                assert documents.diff(path, path) == ()
            except UnreadableError as error:
                refused[path.name] = error.code
                faults[path.name] = error.__cause__
    assert [fault for fault in faults.values() if fault is not None] == []
    assert sorted(refused.values()) == ["broken", "encrypted"]


def zipped(path, name, data, times=1):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(times):
            archive.writestr(f"{name}{number or ''}", data)
    return path


def test_bombs_are_refused_before_they_are_unpacked(documents, tmp_path):
    assert code_of(documents.read, zipped(tmp_path / "a.xlsx", "xl/workbook.xml", bytes(40 << 20))) == "too_large"
    assert code_of(documents.read, zipped(tmp_path / "b.xlsx", "part", b"", 10_001)) == "too_large"
    assert code_of(documents.read, zipped(tmp_path / "c.xlsx", "../out.xml", b"x")) == "broken"


def test_a_single_cell_at_the_far_end_is_no_bomb(documents, tmp_path):
    book = openpyxl.Workbook()
    book["Sheet"]["A1"] = "first"
    book["Sheet"]["XFD1048576"] = "last"
    book.save(tmp_path / "far.xlsx")
    content = documents.read(tmp_path / "far.xlsx")
    assert [one.anchor for one in content.passages[1:]] == ["Sheet!A1", "Sheet!XFD1048576"]
    (table,) = documents.tables(tmp_path / "far.xlsx", part="Sheet!XFD1048570:XFD1048576")
    assert (table.rows, table.first) == ((("last",),), 1_048_576)
    (whole,) = documents.tables(tmp_path / "far.xlsx")
    assert (len(whole.rows), whole.rows[-1][-1]) == (1_048_576, "last")


def test_a_million_rows_of_csv_are_read(documents, tmp_path):
    path = tmp_path / "big.csv"
    path.write_text("number,name\n" + "1,x\n" * 1_000_000)
    content = documents.read(path, start=999_999, count=5)
    assert content.total == 1_000_001
    assert [one.anchor for one in content.passages] == ["A1000000:B1000000", "A1000001:B1000001"]


def test_entities_are_not_expanded_and_nothing_is_fetched(documents, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "plain.xlsx")
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "evil.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = evil + data.replace(b'name="Sheet"', b'name="Sheet"').replace(b"<sheets>", b"<sheets>&x;")
            new.writestr(name, data)
    content = documents.read(tmp_path / "evil.xlsx")
    assert "root:" not in str(content)


def test_files_of_an_unknown_kind_pass_the_check_and_tell_their_sizes(documents, tmp_path):
    (tmp_path / "a.dat").write_bytes(b"\0" * 10)
    (tmp_path / "b.dat").write_bytes(b"\0" * 12)
    documents.check(tmp_path / "a.dat")
    (one,) = documents.diff(tmp_path / "a.dat", tmp_path / "b.dat")
    assert (one.before, one.after) == ("10 B", "12 B")
    assert documents.diff(tmp_path / "a.dat", tmp_path / "a.dat") == ()
