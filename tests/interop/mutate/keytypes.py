# SPDX-License-Identifier: Apache-2.0
"""Every type of key with every method, whatever the key really is and signs."""

import itertools

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from forge import keys, signing
from forge.keys import bare, certified, in_pem
from forge.repository import Signer
from mutate.mutant import Mutant, rows

TYPES = ("ecdsa", "ecdsa-x509", "rsa", "rsa-x509", "ed25519", "ECDSA", "Ed25519", "RSA-x509", "ecdsa-x509 ", "dsa",
         "ecdsa-sha2-nistp256", "", "x509")
METHODS = ("ecdsa", "rsapss", "rsapkcs1v15", "pycrypto-pkcs#1 pss", "eddsa", "ECDSA", "RsaPss", "EdDSA", "ecdsa ",
           "ed25519",
           "rsassa-pss-sha256", "hmac", "none", "", "\u017f", "eddsa\u0000", "rsap\u017fs", "pycrypto-pkcs#1",
           "pkcs#1 pss")
REAL_TYPES, REAL_METHODS = TYPES[:5], METHODS[:5]
ROLES = ("targets", "targets/alice", "root", "timestamp")


def pem(private, kind="PUBLIC KEY"):
    text = private.public_key().public_bytes(serialization.Encoding.PEM,
                                             serialization.PublicFormat.SubjectPublicKeyInfo)
    return text.replace(b"PUBLIC KEY", kind.encode())


def der(private):
    return private.public_key().public_bytes(serialization.Encoding.DER,
                                             serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate_der(name):
    certificate = x509.load_pem_x509_certificate((keys.FOLDER / f"{name}.crt").read_bytes())
    return certificate.public_bytes(serialization.Encoding.DER)


def materials(role):
    """{name: (what is listed as public, the private half)}"""
    ecdsa, rsa, edwards = (keys.load_private(name) for name in ("spare", "rsa-2048", "ed25519"))
    root = role == "root"
    ec_name, rsa_name = ("root-next", "root-rsa-2048") if root else ("alice-second", "alice-rsa-2048")
    ec_certified, rsa_certified = certified(ec_name), certified(rsa_name)
    edwards_certified = certified("root-ed25519")
    return {
        "ecdsa": (bare("spare").public, ecdsa), "ecdsa-pem": (pem(ecdsa), ecdsa),
        "ecdsa-certificate": (ec_certified.public, ec_certified.private),
        "ecdsa-certificate-der": (certificate_der(ec_name), ec_certified.private),
        "rsa": (bare("rsa-2048").public, rsa), "rsa-pem": (in_pem("rsa-2048").public, rsa),
        "rsa-pem-named-rsa": (pem(rsa, "RSA PUBLIC KEY"), rsa),
        "rsa-pkcs1": (rsa.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1), rsa),
        "rsa-certificate": (rsa_certified.public, rsa), "rsa-1024": (bare("rsa-1024").public,
                                                                     keys.load_private("rsa-1024")),
        "ed25519": (bare("ed25519").public, edwards), "ed25519-der": (der(edwards), edwards),
        "ed25519-certificate": (edwards_certified.public, edwards), "empty": (b"", ecdsa),
    }


SCHEMES = {
    "ecdsa": (signing.sign_ecdsa, signing.sign_ecdsa_der),
    "rsapss": (signing.sign_pss, signing.sign_pkcs1v15),
    "eddsa": (signing.sign_ed25519,),
}


def build_key(role, key, method, scheme):
    def build(draft):
        draft.assign(role, [(key.id, key.entry)], [Signer(key, method, scheme=scheme)])
    return build


def combinations():
    """A key that is not what its type says has no native signature, but each of its own is tried."""
    for role in ROLES:
        for material, (public, private) in materials(role).items():
            for scheme in SCHEMES[signing.native_method(private)]:
                for kind, method in itertools.product(TYPES, METHODS):
                    if method in REAL_METHODS or kind in REAL_TYPES:
                        yield role, material, private, public, scheme, kind, method


def mutants():
    for role, material, private, public, scheme, kind, method in combinations():
        key = keys.Key(kind, public, private)
        name = f"key-types/{role.replace('/', '~')}/{material}/{kind or 'empty'}/{method or 'empty'}/{scheme.__name__}"
        yield Mutant(name.encode("unicode_escape").decode(), build_key(role, key, method, scheme), rows("D04", "D10"))
