"""Packages are brought over https, from git and from an index; nothing is used whose digest is another."""

import hashlib
import json
import shutil
import time

import pytest

from agent.core.errors import NeedsUserError, ToolError
from agent.packages.fetching import Sources
from agent.packages.git import Git
from agent.packages.origins import Kind, Origin, origin_of
from tests.agent.packages.making import zipped
from tests.agent.packages.serving import certificate, git, git_pages, repository, secure_server, trusting
from tests.journeys.web import on_loopback

SKILL = b"---\nname: note\ndescription: Notes.\n---\n"


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("pem"))


@pytest.fixture(scope="module")
def shared(pem):
    server = secure_server(pem)
    yield server
    server.end()


@pytest.fixture
def server(shared):
    shared.pages.clear()
    shared.asked.clear()
    return shared


@pytest.fixture
def sources(pem):
    reachable = on_loopback().reachable
    return Sources(Git(shutil.which("git") or "", reachable, str(pem)), reachable, trusting(pem))


def at(server, path, host="data.example.com"):
    return server.at(path, host, "https")


def bring(sources, text, folder):
    return sources.bring(origin_of(text), folder)


def code_of(sources, text, folder, kind=(NeedsUserError, ToolError)):
    with pytest.raises(kind) as caught:
        bring(sources, text, folder)
    return caught.value.code


def test_an_archive_is_brought_with_the_digest_that_was_named(sources, server, tmp_path):
    archive = zipped(tmp_path / "a.skill", [("note/SKILL.md", SKILL)]).read_bytes()
    server.pages["/a.skill"] = (200, {}, archive)
    digest = hashlib.sha256(archive).hexdigest()
    brought = bring(sources, at(server, f"/a.skill#sha256={digest}"), tmp_path / "one")
    assert brought.path.read_bytes() == archive
    assert brought.path.name == "a.skill"
    assert code_of(sources, at(server, f"/a.skill#sha256={'0' * 64}"), tmp_path / "two") == "other_digest"
    headers = server.asked[0][1]
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_redirects_are_followed_over_https_only_and_not_for_ever(sources, server, tmp_path):
    server.pages["/a"] = (302, {"Location": at(server, "/b", "other.example.org")}, b"")
    server.pages["/b"] = (200, {}, b"here")
    assert bring(sources, at(server, "/a"), tmp_path / "one").path.read_bytes() == b"here"
    server.pages["/open"] = (302, {"Location": "http://data.example.com/b"}, b"")
    assert code_of(sources, at(server, "/open"), tmp_path / "two") == "redirects"
    server.pages["/round"] = (302, {"Location": "/round"}, b"")
    assert code_of(sources, at(server, "/round"), tmp_path / "three") == "redirects"
    server.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert code_of(sources, at(server, "/file"), tmp_path / "four") == "bad_address"


def test_a_computer_of_the_own_network_is_not_asked(sources, server, tmp_path):
    public = Sources(sources.git, on_loopback(may=lambda _: False).reachable, sources.trust)
    assert code_of(public, at(server, "/a"), tmp_path / "one") == "bad_address"
    assert code_of(Sources(Git(sources.git.program, public.reachable), public.reachable), at(server, "/a.git"),
                   tmp_path / "two") == "bad_address"  # fmt: skip
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(sources, server, tmp_path):
    strict = Sources(Git(sources.git.program, sources.reachable), sources.reachable)
    assert code_of(strict, at(server, "/a"), tmp_path / "one") == "untrusted"
    assert code_of(strict, at(server, "/a.git"), tmp_path / "two") == "not_fetched"


def index(*entries, schema="https://schemas.agentskills.io/discovery/0.2.0/schema.json"):
    return json.dumps({"$schema": schema, "skills": list(entries)}).encode()


def listed(name, content, kind="skill-md", **more):
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    return {"name": name, "type": kind, "description": "", "url": f"{name}.bin", "digest": digest} | more


PLACE = "/.well-known/agent-skills/index.json"


def test_a_skill_of_an_index_is_used_with_its_digest_only(sources, server, tmp_path):
    archive = zipped(tmp_path / "a.zip", [("SKILL.md", SKILL)]).read_bytes()
    server.pages[PLACE] = (200, {}, index(
        listed("note", SKILL), listed("packed", archive, "archive"), listed("bad", b"other"), {"name": 1}, "odd"
    ))  # fmt: skip
    for name, content in (("note", SKILL), ("packed", archive), ("bad", b"what came")):
        server.pages[f"/.well-known/agent-skills/{name}.bin"] = (200, {}, content)
    found = bring(sources, at(server, f"{PLACE}#skill=note"), tmp_path / "one").path
    assert (found.name, (found / "SKILL.md").read_bytes()) == ("note", SKILL)
    assert bring(sources, at(server, f"{PLACE}#skill=packed"), tmp_path / "two").path.read_bytes() == archive
    assert code_of(sources, at(server, f"{PLACE}#skill=bad"), tmp_path / "three") == "other_digest"
    assert code_of(sources, at(server, PLACE), tmp_path / "four") == "choose_skill"


def test_an_index_may_lead_elsewhere_by_https_alone_and_it_is_told_where_it_led(sources, server, tmp_path):
    away = at(server, "/note.bin", host="other.example.org")
    near = [
        server.at("/note.bin", "data.example.com", "http"),
        "file:///etc/passwd",
        "https://127.0.0.1/a",
        "//10.0.0.1/a",
    ]
    entries = [listed("away", SKILL, url=away), *(listed(f"n{n}", SKILL, url=url) for n, url in enumerate(near))]
    server.pages[PLACE] = (200, {}, index(listed("note", SKILL), *entries))
    server.pages["/note.bin"] = server.pages["/.well-known/agent-skills/note.bin"] = (200, {}, SKILL)
    assert bring(sources, at(server, f"{PLACE}#skill=note"), tmp_path / "own").host == ""
    assert bring(sources, at(server, f"{PLACE}#skill=away"), tmp_path / "away").host == "other.example.org"
    for n in range(len(near)):
        assert code_of(sources, at(server, f"{PLACE}#skill=n{n}"), tmp_path / f"{n}") in ("bad_address", "redirects")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", index(schema="other"), b"[" * 100_000, b'{"$schema": 1}'])
def test_an_index_of_another_form_is_none(sources, server, tmp_path, content):
    server.pages[PLACE] = (200, {}, content)
    assert code_of(sources, at(server, PLACE), tmp_path / "one") == "bad_index"


FILES = {
    "SKILL.md": "root", "plugins/a/SKILL.md": "a", ".gitattributes": "* filter=evil\n*.bin filter=lfs\n",
    "x.bin": "version https://git-lfs.github.com/spec/v1\n",
    ".gitmodules": '[submodule "s"]\n\tpath=s\n\turl=ext::sh -c evil\n',
}  # fmt: skip


@pytest.mark.parametrize("way", ["file", "https"])
def test_a_repository_gives_the_files_of_a_commit_and_runs_nothing(sources, server, tmp_path, way):
    repo, ran = tmp_path / "repo.git", tmp_path / "ran"
    first = repository(repo, FILES)
    for hook in ("post-checkout", "reference-transaction", "post-update"):
        (repo / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (repo / ".git" / "hooks" / hook).chmod(0o755)
    git(repo, "config", "filter.evil.smudge", f"touch {ran}")
    (repo / "SKILL.md").write_text("newer")
    git(repo, "commit", "-q", "-a", "-m", "two")
    ran.unlink(missing_ok=True)  # the person's own commit ran a hook of the person's own repository
    server.pages.update(git_pages(repo / ".git"))
    place = f"git+file://{repo}" if way == "file" else at(server, "/repo.git")
    newest = bring(sources, place, tmp_path / "one")
    assert newest.unpacked
    assert newest.commit == git(repo, "rev-parse", "HEAD")
    assert (newest.path / "SKILL.md").read_text() == "newer"
    old = bring(sources, f"{place}#sha={first}", tmp_path / "two")
    assert (old.path / "SKILL.md").read_text() == "root"
    assert (old.path / "x.bin").read_text().startswith("version")
    inner = bring(sources, f"{place}#ref=main&path=plugins/a", tmp_path / "three")
    assert [path.name for path in inner.path.iterdir()] == ["SKILL.md"]
    assert not ran.exists()
    assert {path.name for path in (tmp_path / "one").iterdir()} == {"tree"}
    assert code_of(sources, f"{place}#sha={'1' * 40}", tmp_path / "four") == "not_fetched"
    assert code_of(sources, f"{place}#ref=nothing", tmp_path / "five") == "not_fetched"


def test_a_repository_hides_no_file_and_writes_no_other(sources, tmp_path):
    repo = tmp_path / "repo"
    told = "evil.sh export-ignore\nnote.md export-subst\n*.md ident\n*.txt text eol=crlf\n"
    files = {"SKILL.md": "$Id$\n", "evil.sh": "evil", "note.md": "$Format:%an$", "a.txt": "a\n", ".gitattributes": told}
    repository(repo, files)
    found = bring(sources, f"git+file://{repo}", tmp_path / "one").path
    assert {path.name: path.read_text() for path in found.iterdir()} == files


def test_a_link_in_a_repository_is_refused(sources, tmp_path):
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "passwd").symlink_to("/etc/passwd")
    repository(repo, {"SKILL.md": "x"})
    assert code_of(sources, f"git+file://{repo}", tmp_path / "one") == "hostile_package"


def test_git_is_not_led_to_another_place(sources, server, tmp_path):
    repository(tmp_path / "real", FILES)
    server.pages.update(git_pages(tmp_path / "real" / ".git"))
    there = at(server, "/repo.git/info/refs?service=git-upload-pack")
    server.pages["/first.git/info/refs?service=git-upload-pack"] = (302, {"Location": there}, b"")
    assert code_of(sources, at(server, "/first.git"), tmp_path / "one") == "not_fetched"
    assert [path for path, _ in server.asked] == ["/first.git/info/refs?service=git-upload-pack"]


def test_a_repository_that_takes_too_long_or_too_much_is_given_up(sources, server, tmp_path, pem):
    def slow(page):
        page.send_response(200)
        page.end_headers()
        page.wfile.flush()
        time.sleep(1.5)

    server.pages["/repo.git/info/refs?service=git-upload-pack"] = slow
    hasty = Sources(Git(sources.git.program, sources.reachable, str(pem), seconds=0.5), sources.reachable)
    assert code_of(hasty, at(server, "/repo.git"), tmp_path / "one") == "not_fetched"


def test_without_git_the_person_is_told(sources, tmp_path):
    none = Sources(Git("", sources.reachable), sources.reachable)
    assert code_of(none, "github:a/b", tmp_path / "one") == "no_git"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("github:anthropics/skills", Kind.GIT, "https://github.com/anthropics/skills.git"),
        ("https://x.example/a.git", Kind.GIT, "https://x.example/a.git"),
        ("git+https://x.example/a", Kind.GIT, "https://x.example/a"),
        ("https://x.example/a.zip", Kind.ARCHIVE, "https://x.example/a.zip"),
        ("https://x.example/.well-known/agent-skills/index.json", Kind.INDEX, None),
        ("file:///a/b%20c.skill", Kind.LOCAL, "/a/b c.skill"),
        ("/a/b#c.skill", Kind.LOCAL, "/a/b#c.skill"),
        ("/a/b#c=d.skill", Kind.LOCAL, "/a/b#c=d.skill"),
    ],
)
def test_a_text_is_one_place_and_is_written_as_it_is_read(text, kind, place):
    origin = origin_of(text)
    assert (origin.kind, origin.place) == (kind, place or text)
    assert origin_of(origin.text) == origin


@pytest.mark.parametrize("origin", [
    Origin(Kind.GIT, "https://x.example/a.git", sha="a" * 40, path="plugins/x y"),
    Origin(Kind.LOCAL, "/m", plugin="a&b=c"),
    Origin(Kind.GIT, "https://x.example/a", ref="v1.0/x"), Origin(Kind.ARCHIVE, "https://x.example/a", sha256="b" * 64),
])  # fmt: skip
def test_every_part_of_an_origin_comes_back(origin):
    assert origin_of(origin.text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "", "http://x.example/a.zip", "ftp://x/a", "ssh://x/a", "git+ssh://x/a", "git+http://x/a", "file://host/a",
        "github:a/b#sha=--upload-pack", "github:a/b#ref=--upload-pack=evil", "github:a/b#ref=a..b", "git+ext://sh -c x",
        "github:a/b#path=../x", "github:a/b#path=/etc", "https://x.example/a#sha256=1",
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused(text):
    with pytest.raises(NeedsUserError) as caught:
        origin_of(text)
    assert caught.value.code == "bad_origin"
