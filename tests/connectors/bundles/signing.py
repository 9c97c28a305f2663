"""Keys, certificates and signed bundles, made new for each test."""

import datetime
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.UTC)
CODE = ExtendedKeyUsageOID.CODE_SIGNING


class Person:
    """Somebody with a key and a certificate."""

    def __init__(self, name, *, by=None, authority=False, uses=(CODE,), days=30, bits=2048):
        # RSA keys are slow to make; authorities sign with curves, those who sign bundles must use RSA as real ones do.
        self.key = ec.generate_private_key(ec.SECP256R1()) if authority else rsa.generate_private_key(65537, bits)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = by or self
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(by.certificate.subject if by else subject)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=60))
            .not_valid_after(NOW + datetime.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False)
        )
        if uses and not authority:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(uses)), critical=False)
        self.certificate = builder.sign(signer.key, hashes.SHA256())

    def message(self, content, *, others=(), attributes=True, digest=None):
        """The PKCS#7 message over the content."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(self.certificate, self.key, digest or hashes.SHA256())
        for one in others:
            builder = builder.add_certificate(one.certificate)
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
        if not attributes:
            options = [*options[:2], pkcs7.PKCS7Options.NoAttributes]
        return builder.sign(serialization.Encoding.DER, options)


def block(message):
    """What stands behind the archive."""
    return b"MCPB_SIG_V1" + struct.pack("<I", len(message)) + message + b"MCPB_SIG_END"
