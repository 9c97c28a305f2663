"""Whether somebody whom this computer trusts vouches for a certificate that signs code."""

import datetime
import ssl
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy, PolicyBuilder, Store, VerificationError

_SIGNS_CODE = frozenset({ExtendedKeyUsageOID.CODE_SIGNING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE})


def system_roots() -> tuple[x509.Certificate, ...]:
    """The certificates that the system's store holds. On macOS that may be none: then nobody is vouched for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # real stores hold certificates that a later version will refuse
        return tuple(_loaded())


def _loaded() -> Iterator[x509.Certificate]:
    for one in ssl.create_default_context().get_ca_certs(binary_form=True):
        with suppress(ValueError):  # what is malformed proves nothing
            yield x509.load_der_x509_certificate(one)


def is_vouched_for(
    signer: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime.datetime | None = None,
) -> bool:
    """Whether a chain leads to a root, every certificate in it is valid at this moment, and the first may sign code.

    A certificate that only names a web site signs no code. The time in the signature is the signer's own word, so
    what has expired since is not vouched for.
    """
    if not roots:
        return False
    builder = (
        PolicyBuilder().store(Store(list(roots))).extension_policies(ca_policy=_authorities(), ee_policy=_signers())
    )
    verifier = builder.time(now or datetime.datetime.now(datetime.UTC)).build_client_verifier()
    try:
        verifier.verify(signer, list(others))
    except (VerificationError, ValueError):
        return False
    return True


def _signers() -> ExtensionPolicy:
    return (
        ExtensionPolicy.permit_all()
        .require_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _signs_code)
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, partial(_may, "digital_signature"))
    )


def _authorities() -> ExtensionPolicy:
    return (
        ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, _is_authority)
        .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, partial(_may, "key_cert_sign"))
        .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _may_vouch)
    )


def _signs_code(_policy: Policy, _certificate: x509.Certificate, found: x509.ExtendedKeyUsage) -> None:
    if not _SIGNS_CODE & set(found):
        raise ValueError("it signs no code")


def _may_vouch(policy: Policy, certificate: x509.Certificate, found: x509.ExtendedKeyUsage | None) -> None:
    if found is not None:
        _signs_code(policy, certificate, found)


def _is_authority(_policy: Policy, _certificate: x509.Certificate, found: x509.BasicConstraints) -> None:
    if not found.ca:
        raise ValueError("it is no authority")


def _may(use: str, _policy: Policy, _certificate: x509.Certificate, found: x509.KeyUsage | None) -> None:
    if found is not None and not getattr(found, use):
        raise ValueError(f"its key is not for {use}")
