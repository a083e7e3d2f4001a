# SPDX-License-Identifier: Apache-2.0
"""The test keys and certificates: made once, kept in a folder, and protecting nothing."""

import dataclasses
import datetime
import functools
import pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from forge import canonical

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "case-keys"
GUN = "registry.example.com/team/app"
ANY_USAGE = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
CODE_SIGNING = ExtendedKeyUsageOID.CODE_SIGNING
SERVER_AUTH = ExtendedKeyUsageOID.SERVER_AUTH

P256_KEYS = ("root", "root-next", "targets", "snapshot", "timestamp", "releases", "alice", "nightly",
             "spare", "ca", "intermediate")
MAKERS = {
    **{name: lambda: ec.generate_private_key(ec.SECP256R1()) for name in P256_KEYS},
    "p224": lambda: ec.generate_private_key(ec.SECP224R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "rsa-1024": lambda: rsa.generate_private_key(65537, 1024),
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}


@dataclasses.dataclass
class Certificate:
    """What a certificate is to say. Names are those of MAKERS and CERTIFICATES."""
    key: str
    name: str
    begins: str = "2026-01-01T00:00:00"
    ends: str = "2036-01-01T00:00:00"
    issuer: str = ""  # itself
    ca: bool = False
    digest: hashes.HashAlgorithm = hashes.SHA256()
    usage: tuple = ()  # extended key usages
    path_length: int = None


# An issuer stands before what it issues.
CERTIFICATES = {
    "ca": Certificate("ca", "Test root CA", ca=True),
    "intermediate": Certificate("intermediate", "Test issuing CA", issuer="ca", ca=True),
    "intermediate-expired": Certificate("intermediate", "Test issuing CA", issuer="ca", ca=True,
                                        begins="2020-01-01T00:00:00", ends="2025-08-08T00:00:00"),
    "ca-expired": Certificate("ca", "Test root CA", ca=True, begins="2020-01-01T00:00:00", ends="2025-08-08T00:00:00"),
    "ca-sha1": Certificate("ca", "Test root CA", ca=True, digest=hashes.SHA1()),
    "ca-no-path": Certificate("ca", "Test root CA", ca=True, path_length=0),
    "ca-other": Certificate("spare", "Test other CA", ca=True),
    "ca-namesake": Certificate("spare", "Test root CA", ca=True),
    "intermediate-code": Certificate("intermediate", "Test issuing CA", issuer="ca", ca=True, usage=(CODE_SIGNING,)),
    "root": Certificate("root", GUN),
    "root-next": Certificate("root-next", GUN),
    "root-issued": Certificate("root", GUN, issuer="intermediate"),
    "root-issued-code": Certificate("root", GUN, issuer="intermediate", usage=(CODE_SIGNING,)),
    "root-issued-server": Certificate("root", GUN, issuer="intermediate", usage=(CODE_SIGNING, SERVER_AUTH)),
    "root-issued-any": Certificate("root", GUN, issuer="intermediate", usage=(ANY_USAGE,)),
    "root-issued-tomorrow": Certificate("root", GUN, issuer="intermediate", begins="2026-12-01T12:00:00"),
    "root-expired": Certificate("root", GUN, begins="2020-01-01T00:00:00", ends="2025-08-08T00:00:00"),
    "root-future": Certificate("root", GUN, begins="2028-01-01T00:00:00"),
    "root-tomorrow": Certificate("root", GUN, begins="2026-12-01T12:00:00"),
    "root-inverted": Certificate("root", GUN, begins="2026-06-01T00:00:00", ends="2026-03-01T00:00:00"),
    "root-sha1": Certificate("root", GUN, digest=hashes.SHA1()),
    "root-other-name": Certificate("root", "registry.example.com/team/other"),
    "root-hostile-name": Certificate("root", "registry.example.com/\x1b[2J\u202e*"),
    "root-wildcard": Certificate("root", "registry.example.com/team/*"),
    "root-ending": Certificate("root", GUN, ends="2027-03-01T00:00:00"),
    "intermediate-ending": Certificate("intermediate", "Test issuing CA", issuer="ca", ca=True,
                                       ends="2027-03-01T00:00:00"),
    "root-metadata": Certificate("root", "registry.example.com/metadata"),
    "root-p224": Certificate("p224", GUN),
    "root-p384": Certificate("p384", GUN),
    "root-p521": Certificate("p521", GUN),
    "root-rsa-1024": Certificate("rsa-1024", GUN),
    "root-rsa-2048": Certificate("rsa-2048", GUN),
    "root-ed25519": Certificate("ed25519", GUN, digest=None),
    "releases": Certificate("releases", "releases", ca=True),
    "nightly": Certificate("nightly", "nightly", ca=True),
    "alice": Certificate("alice", "alice", ca=True),
    "alice-second": Certificate("spare", "alice", ca=True),
    "alice-expired": Certificate("alice", "alice", ca=True,
                                 begins="2020-01-01T00:00:00", ends="2025-08-08T00:00:00"),
    "alice-issued": Certificate("alice", "alice", issuer="intermediate"),
    "alice-future": Certificate("alice", "alice", ca=True, begins="2026-12-01T00:00:01"),
    "alice-ending": Certificate("alice", "alice", ca=True, ends="2027-03-01T00:00:00"),
    "alice-inverted": Certificate("alice", "alice", ca=True,
                                  begins="2026-06-01T00:00:00", ends="2026-03-01T00:00:00"),
    "alice-sha1": Certificate("alice", "alice", ca=True, digest=hashes.SHA1()),
    "alice-p224": Certificate("p224", "alice", ca=True),
    "alice-p384": Certificate("p384", "alice", ca=True),
    "alice-p521": Certificate("p521", "alice", ca=True),
    "alice-rsa-1024": Certificate("rsa-1024", "alice", ca=True),
    "alice-rsa-2048": Certificate("rsa-2048", "alice", ca=True),
    "alice-rsa-3072": Certificate("rsa-3072", "alice", ca=True),
}


# ---- making them ----

def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _make_certificate(wanted):
    issuer = CERTIFICATES[wanted.issuer] if wanted.issuer else wanted
    # the checks of the builder's methods are passed by: some dates are meant to be wrong
    builder = x509.CertificateBuilder(
        subject_name=_name(wanted.name), issuer_name=_name(issuer.name),
        public_key=load_private(wanted.key).public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=datetime.datetime.fromisoformat(wanted.begins),
        not_valid_after=datetime.datetime.fromisoformat(wanted.ends))
    builder = builder.add_extension(x509.BasicConstraints(ca=wanted.ca, path_length=wanted.path_length), critical=True)
    if wanted.usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(wanted.usage), critical=False)
    return builder.sign(load_private(issuer.key), wanted.digest)


def _write_key(path, private):
    path.write_bytes(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                           serialization.NoEncryption()))


# Private keys as clients keep them: under a passphrase, in PKCS #8 and as before Notary 0.4.
PASSPHRASE = b"tufcheck-testdata"
KEPT_KEYS = ("root", "targets", "snapshot", "alice", "spare")
KEPT_FORMS = {"encrypted": serialization.PrivateFormat.PKCS8, "legacy": serialization.PrivateFormat.TraditionalOpenSSL}


def make_missing():
    """Makes what is not in the folder yet. What is there stays: cases depend on it."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        path = FOLDER / f"{name}.key"
        if not path.exists():
            _write_key(path, make())
    for name in KEPT_KEYS:
        for kind, form in KEPT_FORMS.items():
            path = FOLDER / f"{name}.{kind}"
            if not path.exists():
                path.write_bytes(load_private(name).private_bytes(
                    serialization.Encoding.PEM, form, serialization.BestAvailableEncryption(PASSPHRASE)))
    for name, wanted in CERTIFICATES.items():
        path = FOLDER / f"{name}.crt"
        if not path.exists():
            path.write_bytes(_make_certificate(wanted).public_bytes(serialization.Encoding.PEM))


# ---- using them ----

@functools.lru_cache(maxsize=None)
def load_private(name):
    data = (FOLDER / f"{name}.key").read_bytes()
    return serialization.load_pem_private_key(data, None)


@dataclasses.dataclass(frozen=True)
class Key:
    """A key as metadata lists it, with its private half."""
    type: str
    public: bytes
    private: object

    @property
    def id(self):
        return canonical.key_id(self.type, self.public)

    @property
    def entry(self):
        return {"keytype": self.type, "keyval": {"private": None, "public": canonical.b64(self.public)}}


def _bare_type(private):
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return "ecdsa"
    return "rsa" if isinstance(private, rsa.RSAPrivateKey) else "ed25519"


def bare(name):
    """A key without a certificate."""
    private = load_private(name)
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if _bare_type(private) == "ed25519":
        encoding, form = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return Key(_bare_type(private), private.public_key().public_bytes(encoding, form), private)


def in_pem(name):
    """An RSA key as pycrypto writes it."""
    private = load_private(name)
    public = private.public_key().public_bytes(serialization.Encoding.PEM,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    return Key("rsa", public, private)


def certified(*names, key=None):
    """A bundle of certificates. The private key is that of the first one, or of the one called key."""
    private = load_private(CERTIFICATES[key or names[0]].key)
    bundle = b"".join((FOLDER / f"{name}.crt").read_bytes() for name in names)
    kind = _bare_type(private)
    return Key("ecdsa-x509" if kind == "ed25519" else kind + "-x509", bundle, private)
