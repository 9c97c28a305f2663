"""Comments are added, answered, resolved and deleted in all the parts that tell of them, and nowhere else."""

import zipfile

import pytest
from docx import Document
from lxml import etree

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import replacing, rewritten
from tests.agent.documents.told import told
from tests.agent.documents.word_revisions import W, word_parts

BODY = "word/document.xml"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


@pytest.fixture
def letter(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("The price is ")
    paragraph.add_run("1,000").bold = True
    paragraph.add_run(" yen.")
    document.add_paragraph("二番目の段落です。")
    document.add_table(1, 2).rows[0].cells[0].text = "cell"
    document.sections[0].header.paragraphs[0].text = "Head"
    document.save(str(tmp_path / "letter.docx"))
    return tmp_path / "letter.docx"


def edited(documents, source, *ops):
    target = source.with_name(f"x{len(source.name)}-{source.name}")
    said = documents.edit(source, ops, target)
    documents.check(target)
    return target, [one.en for one in said]


def part(path, name):
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def comments(documents, path):
    return [one.text for one in documents.read(path).passages if one.kind == "comment"]


def anchored(path, number):
    """The words between the marks of a comment."""
    words, inside = [], False
    for one in word_parts(path)[BODY].iter():
        if one.get(f"{W}id") == number and one.tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"}:
            inside = one.tag.endswith("Start")
        elif inside and one.tag == f"{W}t":
            words.append(one.text)
    return "".join(words)


def test_a_comment_stands_at_its_words_and_python_docx_reads_it(documents, letter):
    op = {"op": "add_comment", "at": "P1", "find": "is 1,0", "text": "Sure?\nI doubt it.", "author": "Sato Jun"}
    target, said = edited(documents, letter, op, {"op": "add_comment", "at": "P2", "text": "段落全体", "initials": "X"})
    assert said[0] == "Added comment 0 by Sato Jun at P1."
    assert (anchored(target, "0"), anchored(target, "1")) == ("is 1,0", "二番目の段落です。")
    found = list(Document(str(target)).comments)
    assert [(one.author, one.initials, one.text) for one in found] == [
        ("Sato Jun", "SJ", "Sure?\nI doubt it."),
        ("Deskhand", "X", "段落全体"),
    ]
    day = found[0].timestamp.date().isoformat() if found[0].timestamp else ""
    assert comments(documents, target)[0] == f"Sato Jun ({day}, on P1 “is 1,0”): Sure?"
    parts = documents.parts(letter, target)
    assert parts.added == ("word/comments.xml",)
    assert set(parts.changed) == {BODY, "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert "".join(word_parts(target)[BODY].itertext()) == "".join(word_parts(letter)[BODY].itertext())


def test_answers_and_resolved_comments_are_told_in_their_own_part(documents, letter):
    target, _ = edited(documents, letter, {"op": "add_comment", "at": "P1", "find": "price", "text": "Why?"})
    target, said = edited(
        documents,
        target,
        {"op": "reply_comment", "id": 0, "text": "Because.", "author": "Mori"},
        {"op": "reply_comment", "id": 1, "text": "Fine."},
        {"op": "resolve_comment", "id": 1},
    )
    assert said[1:] == ["Answered comment 0 as Deskhand (comment 2).", "Comment 0 is resolved."]
    keys = [one[-1].get(f"{W14}paraId") for one in part(target, "word/comments.xml")]
    entries = part(target, "word/commentsExtended.xml")
    assert [(one.get(f"{W15}paraId"), one.get(f"{W15}paraIdParent"), one.get(f"{W15}done")) for one in entries] == [
        (keys[0], None, "1"),
        (keys[1], keys[0], "1"),
        (keys[2], keys[0], "1"),
    ]
    assert [anchored(target, number) for number in "012"] == ["price"] * 3
    assert "on P1 “price”, answers comment 0, resolved): Because." in comments(documents, target)[1]
    assert "comments that are resolved: 3" in told(documents.read(target))
    opened, said = edited(documents, target, {"op": "resolve_comment", "id": 0, "resolved": False})
    assert said == ["Comment 0 is open again."]
    assert {one.get(f"{W15}done") for one in part(opened, "word/commentsExtended.xml")} == {"0"}


def test_a_deleted_comment_leaves_the_words_and_the_others(documents, letter):
    source, _ = edited(
        documents,
        letter,
        {"op": "add_comment", "at": "P1", "find": "price", "text": "Why?"},
        {"op": "reply_comment", "id": 0, "text": "Because."},
        {"op": "add_comment", "at": "P2", "text": "Stays"},
    )
    target, said = edited(documents, source, {"op": "delete_comment", "id": 0})
    assert said == ["Deleted comment 0 and 1 answer to it."]
    assert [one.partition("): ")[2] for one in comments(documents, target)] == ["Stays"]
    left = [one for one in word_parts(target)[BODY].iter() if "comment" in str(one.tag)]
    assert {one.get(f"{W}id") for one in left} == {"2"}
    assert len(part(target, "word/commentsExtended.xml")) == 1
    assert "".join(word_parts(target)[BODY].itertext()) == "".join(word_parts(letter)[BODY].itertext())


def test_comments_of_word_itself_keep_their_bytes_and_get_answers(documents, real_files, tmp_path):
    sources = {path.name.split("-")[1]: path for path in real_files if "-Comment0" in path.name}
    target = tmp_path / "a.docx"
    documents.edit(sources["Comment007"], [{"op": "reply_comment", "id": 7, "text": "Seen."}], target)
    documents.check(target)
    with zipfile.ZipFile(sources["Comment007"]) as old, zipfile.ZipFile(target) as new:
        before, after = old.read("word/comments.xml"), new.read("word/comments.xml")
    end = before.rindex(b"</w:comments>")
    assert after.startswith(before[:end])
    assert "answers comment 1): Seen." in comments(documents, target)[-1]
    # A comment from before Word 2013 has no paraId and no part for answers.
    documents.edit(sources["Comment012"], [{"op": "resolve_comment", "id": 0}], target)
    documents.check(target)
    assert documents.parts(sources["Comment012"], target).added == ("word/commentsExtended.xml",)
    assert "resolved)" in comments(documents, target)[0]


def test_a_comment_stands_in_links_changes_and_tables(documents, letter, tmp_path):
    inner = b'<w:hyperlink w:anchor="a"><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:ins w:id="5" w:author="A"><w:r>'
    source = rewritten(
        letter,
        tmp_path / "b.docx",
        BODY,
        replacing(b"<w:r><w:t>\xe4\xba\x8c", inner + b"<w:t>new</w:t></w:r></w:ins><w:r><w:t>\xe4\xba\x8c"),
    )
    target, _ = edited(
        documents,
        source,
        {"op": "add_comment", "at": "P2", "find": "linkne", "text": "across"},
        {"op": "add_comment", "at": "T1 R1", "text": "row"},
        {"op": "replace", "find": "a link", "with": "the link", "track": True},
    )
    assert anchored(target, "0") == "linkne"
    assert anchored(target, "1") == "cell"
    references = word_parts(target)[BODY].iter(f"{W}commentReference")
    assert [one.getparent().getparent().tag for one in references] == [f"{W}p", f"{W}p"]


def test_a_comment_on_words_whose_deletion_is_accepted_goes_with_them(documents, letter):
    source, _ = edited(documents, letter, {"op": "add_comment", "at": "P2", "text": "Why?"})
    source, _ = edited(documents, source, {"op": "delete", "at": "P2", "track": True})
    target, said = edited(documents, source, {"op": "accept_changes"})
    assert "went with them: 1" in said[0]
    assert comments(documents, target) == []
    assert not [one for one in word_parts(target)[BODY].iter() if "comment" in str(one.tag)]
    kept, _ = edited(documents, source, {"op": "reject_changes"})
    assert (anchored(kept, "0"), len(comments(documents, kept))) == ("二番目の段落です。", 1)


@pytest.mark.parametrize(
    ("op", "word"),
    [
        ({"op": "add_comment", "at": "header1 P1", "text": "x"}, "body"),
        ({"op": "add_comment", "at": "P1", "find": "e", "text": "x"}, "3 times"),
        ({"op": "add_comment", "at": "P1", "find": "nowhere", "text": "x"}, "0 times"),
        ({"op": "add_comment", "at": "P1"}, "text"),
        ({"op": "reply_comment", "id": 3, "text": "x"}, "no comment 3"),
        ({"op": "delete_comment"}, "no comment"),
        ({"op": "resolve_comment", "id": 0, "done": True}, "resolved"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(documents, letter, op, word):
    target = letter.with_name("y.docx")
    with pytest.raises(InvalidArgumentsError, match=word):
        documents.edit(letter, [op], target)
    assert not target.exists()


def test_words_tell_their_place_when_they_are_at_one_only(documents, letter):
    by_words = {"op": "add_comment", "find": "1,000", "text": "Sure?"}
    link = {"op": "insert_link", "find": "二番目", "url": "https://example.com"}
    target, said = edited(documents, letter, by_words, {**by_words, "find": "cell"}, link)
    assert [anchored(target, "0"), anchored(target, "1")] == ["1,000", "cell"]
    assert said[2] == "Linked '二番目' in P2 to https://example.com."
    with pytest.raises(InvalidArgumentsError, match="'e' is there 3 times: give an 'at', one of P1, T1 R1"):
        edited(documents, letter, {**by_words, "find": "e"})
    with pytest.raises(InvalidArgumentsError, match="needs an 'at'"):
        edited(documents, letter, {"op": "delete"})
