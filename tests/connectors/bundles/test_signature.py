"""What a signature behind a bundle proves: good, tampered with, by nobody known, by somebody vouched for."""

import shutil
import subprocess

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from agent.packages.package import Signature, Signed
from connectors.bundles.block import split
from connectors.bundles.chain import system_roots
from connectors.bundles.signature import signature_of
from tests.connectors.bundles.signing import Person, block

CONTENT = b"PK the archive" * 1000


def found(path, *roots):
    return signature_of(split(path), lambda: [one.certificate for one in roots])


def changed(message, change):
    """The message with something else in its signer's part."""
    content = cms.ContentInfo.load(message)
    change(content["content"])
    return content.dump(force=True)


def test_a_file_without_a_block_is_not_signed(tmp_path):
    path = tmp_path / "a.mcpb"
    path.write_bytes(CONTENT)
    assert found(path) == Signature(Signed.NOT)
    assert split(path).content == len(CONTENT)


def test_the_archive_ends_where_the_block_begins(signed, nobody):
    bundle = split(signed(CONTENT, nobody.message(CONTENT)))
    assert b"".join(bundle.pieces()) == CONTENT


def test_who_vouches_for_himself_is_named_but_not_trusted(signed, nobody, authority):
    path = signed(CONTENT, nobody.message(CONTENT))
    assert found(path, authority) == Signature(Signed.UNTRUSTED, "Nobody")
    assert found(path) == Signature(Signed.UNTRUSTED, "Nobody")


def test_a_chain_to_a_trusted_authority_is_trusted(signed, publisher, office, authority):
    path = signed(CONTENT, publisher.message(CONTENT, others=[office]))
    assert found(path, authority) == Signature(Signed.TRUSTED, "Acme Inc")
    assert found(path, Person("Another", authority=True)).state == Signed.UNTRUSTED


def test_a_chain_with_a_hole_is_not_trusted(signed, publisher, authority):
    assert found(signed(CONTENT, publisher.message(CONTENT)), authority).state == Signed.UNTRUSTED


@pytest.mark.parametrize("how", [{"attributes": False}, {"digest": hashes.SHA512()}])
def test_other_ways_to_sign_count_too(signed, nobody, how):
    assert found(signed(CONTENT, nobody.message(CONTENT, **how))).state == Signed.UNTRUSTED


def test_another_archive_breaks_it(signed, publisher, office, authority):
    message = publisher.message(CONTENT, others=[office])
    assert found(signed(CONTENT[:-1] + b"!", message), authority) == Signature(Signed.BROKEN)
    assert found(signed(CONTENT + b"!", message), authority) == Signature(Signed.BROKEN)


def test_bytes_after_the_block_break_it(signed, nobody):
    assert found(signed(CONTENT, nobody.message(CONTENT), b"PK another archive")) == Signature(Signed.BROKEN)


def test_a_block_whose_length_is_wrong_breaks_it(tmp_path, nobody):
    path = tmp_path / "a.mcpb"
    right = block(nobody.message(CONTENT))
    path.write_bytes(CONTENT + right[:11] + b"\1\0\0\0" + right[15:])
    assert found(path) == Signature(Signed.BROKEN)


@pytest.mark.parametrize("message", [b"", b"rubbish", b"\x30\x80", b"\x30\x03\x02\x01\x01"])
def test_a_block_that_holds_no_message_is_never_valid(signed, message):
    state = found(signed(CONTENT, message)).state
    assert state == (Signed.BROKEN if message else Signed.NOT)


def test_every_flipped_bit_of_the_signed_part_breaks_it(signed, nobody):
    """Not signed is the empty parameter of the name of the algorithm; it is nothing that anybody reads."""
    message = nobody.message(CONTENT)
    infos = cms.ContentInfo.load(message)["content"]["signer_infos"]
    begin, proven = message.index(infos.dump()), []
    named = infos[0]["signature_algorithm"].dump()
    empty = message.rindex(named) + len(named) - 2
    for at in set(range(begin, len(message), 3)) - {empty, empty + 1}:
        flipped = bytearray(message)
        flipped[at] ^= 1
        if found(signed(CONTENT, bytes(flipped))).state != Signed.BROKEN:
            proven.append(at)
    assert proven == []


def test_a_message_with_contents_of_its_own_or_two_signers_breaks_it(signed, nobody):
    def with_contents(part):
        part["encap_content_info"]["content"] = b"another"

    def with_two(part):
        part["signer_infos"] = [part["signer_infos"][0], part["signer_infos"][0]]

    message = nobody.message(CONTENT)
    for change in (with_contents, with_two):
        assert found(signed(CONTENT, changed(message, change))) == Signature(Signed.BROKEN)


def test_a_certificate_of_another_does_not_lend_its_name(signed, nobody, publisher, office, authority):
    """The signer is named by issuer and number: another certificate in the message proves nothing."""
    message = nobody.message(CONTENT, others=[publisher, office])
    assert found(signed(CONTENT, message), authority) == Signature(Signed.UNTRUSTED, "Nobody")


@pytest.mark.parametrize("how", [{"uses": (ExtendedKeyUsageOID.SERVER_AUTH,)}, {"uses": ()}, {"days": -1}])
def test_a_certificate_of_a_web_site_or_one_that_is_over_is_not_trusted(signed, authority, how):
    person = Person("Web site", by=authority, **how)
    assert found(signed(CONTENT, person.message(CONTENT)), authority).state == Signed.UNTRUSTED


def test_who_is_no_authority_vouches_for_nobody(signed, authority):
    middle = Person("Customer", by=authority)
    mine = Person("Mine", by=middle)
    assert found(signed(CONTENT, mine.message(CONTENT, others=[middle])), authority).state == Signed.UNTRUSTED


def test_a_short_key_breaks_it(signed):
    assert found(signed(CONTENT, Person("Short", bits=1024).message(CONTENT))).state == Signed.BROKEN


def test_the_roots_of_this_computer_can_be_read():
    assert all(one.subject is not None for one in system_roots())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_what_openssl_signs_and_verifies_is_judged_alike(tmp_path, signed, nobody):
    key, certificate, content, message = (tmp_path / name for name in ("k.pem", "c.pem", "content", "m.der"))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    key.write_bytes(nobody.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    certificate.write_bytes(nobody.certificate.public_bytes(pem))
    content.write_bytes(CONTENT)
    words = ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-md", "sha256"]
    words += ["-signer", certificate, "-inkey", key, "-in", content, "-out", message]
    subprocess.run(words, check=True, timeout=60)
    assert found(signed(CONTENT, message.read_bytes())) == Signature(Signed.UNTRUSTED, "Nobody")
    message.write_bytes(nobody.message(CONTENT))
    words = ["openssl", "cms", "-verify", "-inform", "DER", "-noverify", "-binary", "-in", message]
    subprocess.run([*words, "-content", content, "-out", tmp_path / "out"], check=True, capture_output=True, timeout=60)
