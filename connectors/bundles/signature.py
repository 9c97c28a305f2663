"""Who signed a bundle, and what that proves. The message is CMS (RFC 5652): detached, over SHA-256 of the archive.

The one program that verifies these reports every signed file as "not signed" (it calls what its library does not
implement), so the state here is worked out from the message itself.
"""

from collections.abc import Callable, Sequence

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import NameOID

from agent.packages.package import Signature, Signed
from connectors.bundles.block import Split
from connectors.bundles.chain import is_vouched_for

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_SHOWN = 200
_LEAST_RSA_BITS = 2048
Roots = Callable[[], Sequence[x509.Certificate]]


class _NotProvenError(Exception):
    """The message does not prove what it should."""


def signature_of(bundle: Split, roots: Roots) -> Signature:
    """What the signature proves. `roots` gives the certificates that this computer trusts; asked only when it matters.

    BROKEN when anything in it does not fit: another archive, bytes behind it, more than one signer, a weak hash.
    """
    if bundle.odd:
        return Signature(Signed.BROKEN)
    if not bundle.message:
        return Signature()
    try:
        signer, others = _proven(bundle)
    except (_NotProvenError, InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError, KeyError):
        return Signature(Signed.BROKEN)
    vouched = is_vouched_for(signer, others, roots())
    return Signature(Signed.TRUSTED if vouched else Signed.UNTRUSTED, _name(signer))


def _proven(bundle: Split) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The certificate whose key signed this archive, and the others that came with it."""
    content = cms.ContentInfo.load(bundle.message, strict=True)
    if content["content_type"].native != "signed_data":
        raise _NotProvenError
    signed = content["content"]
    infos = signed["signer_infos"]
    if len(infos) != 1 or signed["encap_content_info"]["content"].native is not None:
        raise _NotProvenError
    info = infos[0]
    certificates = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    signer = _signer(info, certificates)
    algorithm = info["digest_algorithm"]["algorithm"].native
    digest = bundle.digest(_HASHES[algorithm]().name)
    _verify(signer, info, _signed_digest(info, algorithm, digest), _HASHES[algorithm]())
    return signer, tuple(one for one in certificates if one != signer)


def _signer(info: cms.SignerInfo, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    sid = info["sid"]
    for one in certificates:
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen
            same = one.serial_number == named["serial_number"].native
            if same and one.issuer.public_bytes() == named["issuer"].dump():
                return one
        elif _key_id(one) == sid.chosen.native:
            return one
    raise _NotProvenError


def _key_id(certificate: x509.Certificate) -> bytes | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def _signed_digest(info: cms.SignerInfo, algorithm: str, digest: bytes) -> bytes:
    """The hash that was signed: of the attributes, which then hold that of the archive, or of the archive itself."""
    attributes = info["signed_attrs"]
    if not attributes:
        return digest
    said = {one["type"].native: one["values"] for one in attributes}
    if len(said) != len(attributes) or [one.native for one in said["content_type"]] != ["data"]:
        raise _NotProvenError
    if [one.native for one in said["message_digest"]] != [digest]:
        raise _NotProvenError
    found = hashes.Hash(_HASHES[algorithm]())
    found.update(b"\x31" + attributes.dump()[1:])  # RFC 5652, 5.4: signed as a SET, not with its tag in the message
    return found.finalize()


def _verify(signer: x509.Certificate, info: cms.SignerInfo, digest: bytes, algorithm: hashes.HashAlgorithm) -> None:
    """Raises InvalidSignature, or _NotProvenError for a kind of key that is not known or too short."""
    key, signature, hashed = signer.public_key(), info["signature"].native, utils.Prehashed(algorithm)
    way = info["signature_algorithm"].signature_algo
    if isinstance(key, rsa.RSAPublicKey) and way.startswith("rsassa") and key.key_size >= _LEAST_RSA_BITS:
        pad = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO) if way == "rsassa_pss" else padding.PKCS1v15()
        return key.verify(signature, digest, pad, hashed)
    if isinstance(key, ec.EllipticCurvePublicKey) and way == "ecdsa":
        return key.verify(signature, digest, ec.ECDSA(hashed))
    raise _NotProvenError


def _name(certificate: x509.Certificate) -> str:
    """What the certificate calls its owner."""
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            text = attribute.value if isinstance(attribute.value, str) else ""
            if text:
                return text[:_SHOWN]
    return ""
