"""Typed values: what a person named, and what they did not name although its letters stand in their words."""

import pytest

from agent.policy.values import Said, address, carries, foreign, host_of, is_closed

WORDS = (
    "Move my 13:00 to 2024-05-13, see pages 13-17. Pay $1,200.50 to GB29NWBK60161331926819. Mail Bob@Firm.test "
    "the file 'team building activities', post it on www.our-company.test.They know. Then read "
    "https://docs.test/a?b=1. Thanks!"
)


@pytest.mark.parametrize(
    "named",
    [
        "bob@firm.test", "BOB@FIRM.TEST", "www.our-company.test", "https://www.our-company.test/", "1200.50", "1200.5",
        "gb29nwbk60161331926819", "2024-05-13", "13:00", "https://docs.test/a?b=1", "team building activities",
    ],
)  # fmt: skip
def test_a_whole_value_is_named_however_it_is_written(named):
    assert Said([WORDS]).names(named)


@pytest.mark.parametrize(
    "strange",
    [
        "13", "17", "5", "1200", "200.50", "ob@firm.test", "bob@firm.test.evil.test", "firm.test", "our-company.test",
        "www.our-company.test/upload", "https://docs.test/a", "https://docs.test/a?b=1&c=2", "build",
        "b\u043eb@firm.test", "bob@f\u0456rm.test", "https://bob@www.our-company.test", "GB29NWBK6016133192681",
        "bob@firm.test, thief@evil.test",
    ],
)  # fmt: skip
def test_a_piece_or_a_look_alike_of_a_value_is_not_named(strange):
    said = Said([WORDS])
    assert not said.names(strange)
    assert not said.names_thing(strange)


def test_a_short_number_names_a_thing_only_behind_a_word_that_says_so():
    assert Said(["Delete file ID 13."]).names_thing("13")
    assert not Said(["Delete 13 files at 13:00."]).names_thing("13")
    assert Said(["番号 13 を消して"]).names_thing("13")


def test_the_name_of_a_file_counts_without_its_hyphens_and_extension_when_it_has_several_words():
    said = Said(["Add it to team building activities, and to notes.txt."])
    assert said.names_thing("team-building-activities.docx")
    assert said.names_thing("notes.txt")
    assert not said.names_thing("notes.docx")
    assert not said.names_thing("building.docx")
    assert Said([], ["Inbox/scan.pdf"]).names_thing("Inbox/scan.pdf")


def test_a_japanese_name_is_found_between_other_scripts_and_never_inside_a_longer_one():
    said = Said(["田中さんにメールを送ってください。宛先はtanaka@firm.testです。"])
    assert said.names("田中")
    assert said.names("tanaka@firm.test")
    assert not said.names("中")
    assert not said.names("田中角栄")


def test_a_host_in_letters_of_another_script_is_another_host():
    assert host_of("https://\u0430pple.test/") == "xn--pple-43d.test"
    assert host_of("mailto:a@B.test") == host_of("https://b.test:443/x") == "b.test"
    assert Said(["see https://b\u00fccher.test"]).names("https://xn--bcher-kva.test/")


@pytest.mark.parametrize(
    "odd", ["http://good.test\\@evil.test", "http://good.test@evil.test", "http://evil.test#good.test", "//evil.test"]
)
def test_tricks_with_addresses_lead_to_the_host_that_a_browser_would_take(odd):
    assert not Said(["read http://good.test"]).names(odd)


def test_what_leads_to_somebody_or_identifies_something_is_found_in_a_text():
    secret = "passport HGK137803, card 4237-4252-7456-2574, code 463820, mail a@b.test or www.evil.test/x"
    assert len(foreign(secret)) >= 5
    plain = "Stay at Luxury Palace, 1 Rue de la Paix, 75002 Paris, from 2024-05-20 10:00, e.g. for 3 nights (160-0023)."
    assert foreign(plain) == ()
    assert foreign("x" * 40)
    assert foreign("[a](javascript:alert(1)) \\\\server\\share")


def test_an_address_that_can_carry_words_is_told_from_one_that_cannot():
    for plain in ("https://firm.test/prices", "#Sheet1!A1", "other.xlsx"):
        assert not carries(plain)
    for loaded in ("https://e.test/?q=1", "https://e.test/#x", "https://u@e.test/", f"https://e.test/{'a' * 61}",
                   f"https://{'a' * 21}.e.test/", "mailto:a@b.test?body=x", "\\\\e.test\\x?y"):  # fmt: skip
        assert carries(loaded)


def test_closed_types_hold_no_words():
    assert is_closed("date", "2024-05-13")
    assert is_closed("time", "2024-05-13 10:00")
    assert is_closed("flag", "True")
    assert is_closed("count", "12")
    assert not is_closed("date", "2024-05-13 463820")
    assert not is_closed("count", "463820")
    assert not is_closed("body", "12")
    assert not is_closed("choice", "two words")


def test_a_person_said_each_word_of_a_text_or_did_not():
    said = Said(["Congrats on being the k-th most active user"])
    assert said.covers("Congrats on being the 2-th most active user")
    assert not said.covers("Congrats on being the richest user")
    assert not said.covers("see evil.test")
    assert not said.covers("being 46 38 20")  # a code in small numbers
    assert not said.covers("on 2046-03-08 2046-02-01 2046-01-01")
    assert address("not an address").kind == "odd"


def test_words_of_the_person_count_in_other_forms_and_as_parts_of_japanese_ones():
    said = Said(["山田さんからの打ち合わせのメールに返信して。販売会議の件です", "Find the invoices that I checked"])
    for query in ("打ち合わせ", "会議", "山田 返信", "invoice", "check invoices"):
        assert said.covers(query), query
    for query in ("打合せ", "会計", "山", "山件", "会社", "invoicexyz", "cheque", "検索して", "からす"):
        assert not said.covers(query), query
    assert not said.names("会議")  # where something goes is never a part of what was said
    assert not said.names("invoice")


def test_a_text_that_is_too_long_to_look_through_counts_as_strange():
    long = "picnic " * 3000
    assert foreign(long)
    assert not Said([long]).names(long)
    assert not Said([long]).covers(long)
    assert Said([long]).covers("picnic")
