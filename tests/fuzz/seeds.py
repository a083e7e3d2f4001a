#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes inputs for the fuzz targets, made of what is in testdata/, to FOLDER/TARGET/.

They are where fuzzing begins. Most reach nothing new beside the others; what is kept of them, with what fuzzing found,
is in testdata/corpus/.
"""

import argparse
import base64
import datetime
import hashlib
import io
import ipaddress
import json
import pathlib
import re
import tarfile

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

SOURCE = pathlib.Path(__file__).resolve().parents[2]
TESTDATA = SOURCE / "testdata"
BUILTINS = [(TESTDATA / line).read_bytes()
            for line in (SOURCE / "tests/fuzz/builtin.txt").read_text(encoding="ascii").splitlines()]
GUN = "registry.example.com/team/app"
# Cases that are sound but for one check.
KEPT = ("hash-mismatch-", "expired-")
FROZEN, EXPIRED, IS_GIVEN, NO_GUN = 128, 16, 8, 2048
MOMENTS = {"2026-12-01": 0, "2017": 3, "2029": 4, "2100": 5}


class Corpus:
    """Inputs for each target, each once."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    def add(self, target, data, is_kept=False):
        """Kept ones stay in the corpus though others reach as much: without them a check that is gone is not missed."""
        for folder in [self.folder / target] + [self.folder / "kept" / target] * is_kept:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
        self.count += 1


def find_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


# ---- trees ----

def tree_file(path, data, mode=0o644):
    if data in BUILTINS:
        return f"B {path}\t{mode}\t{BUILTINS.index(data)}\n".encode()
    return f"F {path}\t{mode}\t{len(data)}\n".encode() + data


def read_demands(case, expect):
    """What the options of a case give, as bits and entries."""
    bits, entries, pins = EXPIRED if "--allow-expired" in expect["options"] else 0, [], []
    words = iter(expect["options"])
    for word in words:
        if word == "--frozen":
            bits |= FROZEN
        elif word == "--pin":
            pins.append(next(words))
        elif word in ("--lock", "--pins", "--notary-config", "--trusted-root"):
            name = {"--lock": "@lock", "--pins": "@pins", "--notary-config": "@notary",
                    "--trusted-root": "@trusted"}[word]
            path = case / next(words)
            entries += [tree_file(name, path.read_bytes())] if path.is_file() else []
        elif word == "--gun":
            bits |= IS_GIVEN
    if pins:
        entries.append(tree_file("@pins", "".join(f"{pin}\n" for pin in pins).encode()))
    return bits, entries


def set_up(step):
    """An entry for a step that makes what git does not keep."""
    if "symlink" in step:
        return f"L {step['symlink']}\t{step['to']}\n".encode()
    if "fifo" in step:
        return f"P {step['fifo']}\n".encode()
    if "mode" in step:
        return b""  # as git keeps it
    if "directory" in step:
        return f"D {step['directory']}\t493\n".encode()
    return b""


def moment_bits(at):
    return 0 if at.startswith("2026") else 4 if at < "2030" else 5


def case_trees(case):
    """The input of trustdir, and of each metadata folder of the case one of chain."""
    expect = json.loads((case / "expect.json").read_text(encoding="utf-8"))
    bits, entries = read_demands(case, expect)
    bits |= moment_bits(expect["at"])
    files = [path for path in find_files(case) if path.name != "expect.json"]
    whole = [f"O {bits}\n".encode()] + entries
    whole += [f"A {argument}\n".encode() for argument in expect["arguments"] if ".." not in argument]
    whole += [tree_file(path.relative_to(case), path.read_bytes(), path.stat().st_mode & 0o777)
              for path in files if path.stat().st_size < 20000]
    whole += [set_up(step) for step in expect.get("setup", [])]
    yield "trustdir", b"".join(whole)
    for folder in sorted({path.parent for path in files if path.name == "root.json"}):
        below = [path for path in find_files(folder.parent) if path.stat().st_size < 20000]
        one = [f"O {bits}\n".encode()] + entries
        for path in below:
            name = path.relative_to(folder) if folder in path.parents else f"../{path.relative_to(folder.parent)}"
            one.append(tree_file(name, path.read_bytes()))
        yield "chain", b"".join(one)


PRIVATE = ("tuf/a/metadata/root.json", "private/a.key", "private/root_keys/b.key", "private/tuf_keys/a/c_root.key")


def add_trees(corpus):
    for case in sorted((TESTDATA / "cases").iterdir()):
        for target, data in case_trees(case):
            corpus.add(target, data, target == "chain" and case.name.startswith(KEPT))
    keys = [BUILTINS[number] for number in (0, 12, 13, 14)]
    corpus.add("trustdir", b"A .\n" + b"".join(tree_file(path, data, 0o666) for path, data in zip(PRIVATE, keys)))
    # longer than any path may be, of names that are not
    corpus.add("trustdir", b"D " + b"/".join([b"x" * 250] * 17) + b"\t1\n", is_kept=True)
    for folder in sorted((TESTDATA / "notary/trust/tuf").rglob("metadata")):
        if (folder / "root.json").is_file() and sum(path.stat().st_size for path in find_files(folder)) < 30000:
            data = b"".join(tree_file(path.relative_to(folder), path.read_bytes()) for path in find_files(folder))
            corpus.add("chain", f"O {NO_GUN}\n".encode() + data)


# ---- metadata ----

def add_metadata(corpus):
    paths = {path.read_bytes(): path for path in find_files(TESTDATA / "cases") if path.suffix == ".json"}
    paths |= {path.read_bytes(): path for path in find_files(TESTDATA / "notary/trust") if path.suffix == ".json"}
    for data, path in paths.items():
        if path.name in ("expect.json", "notary.json") or len(data) > 8000:
            continue
        for target in ("envelope", "json", "canonical"):
            corpus.add(target, data)
        try:
            signed = json.loads(data)["signed"]
            corpus.add("roles", json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode())
            for key in signed.get("keys", {}).values():
                corpus.add("keys", base64.b64decode(key["keyval"]["public"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    for path in find_files(TESTDATA / "notary/trust"):
        if path.suffix == ".change":
            corpus.add("roles", path.read_bytes())


ACTIONS = ("create", "update", "delete", "other")
TYPES = ("target", "delegation", "role", "witness", "other")


def add_changes(corpus):
    for action in ACTIONS:
        for kind in TYPES:
            change = {"action": action, "role": "targets/releases", "type": kind, "path": "v1", "data": ""}
            corpus.add("roles", json.dumps(change).encode())


# ---- keys ----

def decode_pem(text):
    for block in re.findall(r"-----BEGIN [A-Z ]+-----\n(.*?)-----END", text, re.DOTALL):
        try:
            yield base64.b64decode("".join(line for line in block.splitlines() if ":" not in line))
        except ValueError:
            continue


USAGES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
          "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")


def extensions():
    """One of each kind that the profile knows."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, GUN)])
    host, link = x509.DNSName("a.example.com"), x509.UniformResourceIdentifier("http://c.example.com:80/a.crl")
    network = x509.IPAddress(ipaddress.ip_network("10.0.0.0/9"))
    yield x509.BasicConstraints(True, 3)
    yield x509.KeyUsage(**dict.fromkeys(USAGES, True))
    yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CODE_SIGNING,
                                 x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12")])
    yield x509.SubjectKeyIdentifier(bytes(20))
    yield x509.AuthorityKeyIdentifier(bytes(20), [x509.DirectoryName(name)], 7)
    yield x509.SubjectAlternativeName([host, link, x509.RFC822Name("a@example.com"), x509.DirectoryName(name),
                                       x509.IPAddress(ipaddress.ip_address("fe80::1")),
                                       x509.RegisteredID(x509.ObjectIdentifier("1.2.3")),
                                       x509.UniformResourceIdentifier("urn:uuid:1-2")])
    yield x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, link),
                                           x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, link)])
    yield x509.CRLDistributionPoints([x509.DistributionPoint([link], None, None, None)])
    yield x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), None)])
    yield x509.NameConstraints([x509.DNSName(".example.com"), network, x509.RFC822Name("b.example.com")],
                               [x509.UniformResourceIdentifier(".example.com")])


def add_certificates(corpus):
    """Certificates with each extension, and with all; made alike each time, as Ed25519 signs so."""
    key = serialization.load_pem_private_key((TESTDATA / "case-keys/ed25519.key").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((TESTDATA / "case-keys/root.crt").read_bytes())
    base = x509.CertificateBuilder(certificate.issuer, certificate.subject, certificate.public_key(), 4660,
                                   datetime.datetime(2026, 1, 1), datetime.datetime(2036, 1, 1))
    whole = base
    for number, extension in enumerate(extensions()):
        whole = whole.add_extension(extension, critical=number < 2)
        for builder in (base.add_extension(extension, critical=False), whole):
            corpus.add("keys", builder.sign(key, None).public_bytes(serialization.Encoding.DER))


def add_keys(corpus):
    folders = (TESTDATA / "case-keys", TESTDATA / "notary/certificates", TESTDATA / "policies")
    bundle = []
    for path in (path for folder in folders for path in find_files(folder)):
        data = path.read_bytes()
        if path.suffix in (".crt", ".pub", ".key", ".encrypted", ".legacy"):
            corpus.add("keys", data)
        if path.suffix in (".crt", ".pub"):
            for der in decode_pem(data.decode()):
                corpus.add("keys", der)
        if path.suffix == ".crt":
            bundle.append(data)
    for start in range(0, len(bundle) - 2, 2):
        corpus.add("keys", b"".join(bundle[start:start + 2]))
        corpus.add("keys", b"# two\r\n" + b"\n# more\n".join(bundle[start:start + 2]))
    for digits in ("ab" * 32, "AB:" * 31 + "AB", "cd" * 20, "cd:" * 19 + "cd", "xy"):
        corpus.add("keys", digits.encode())


# ---- what users write ----

PINS = ("a=sha256:" + "ab" * 32, "registry.example.com/team/*#targets/releases=spki:" + "0" * 64,
        "*#targets=keyid:" + "AB:" * 31 + "AB", "docker.io/library/plain=sha1:" + "0f" * 20)
CONFIGURATIONS = (
    {"trust_pinning": {"disable_tofu": True, "certs": {"docker.io/library/*": ["ab" * 32], "a": ["0" * 64]}}},
    {"Trust_Pinning": {"CA": {"registry.example.com/": "case-keys/ca.crt", "": "none"}}},
    {"remote_server": {"url": "https://notary.example.com"}, "trust_pinning": {"ca": {"a": "../x"}}})
IMAGES = ("alpine", "user/app", "registry.example.com:5000/team/app:v1", "docker.io/library/alpine@sha256:" + "0" * 64,
          "localhost/a:b", "[2001:db8::1]:5000/a/b__c--d:latest", "UPPER.example.com/a", "a" * 64, "ab" * 32,
          "a/b/c:v1@sha256:" + "AB" * 32, "index.docker.io/a", "a:443/b", "-a", "a//b", "a:", "sha512:" + "0" * 128)


def add_written(corpus):
    for path in find_files(TESTDATA / "cases"):
        target = {".lock": "lock", ".txt": "pins"}.get(path.suffix)
        target = "pins" if path.name == "notary.json" else target
        if target and path.stat().st_size < 20000:
            corpus.add(target, path.read_bytes())
        if path.name == "expect.json":
            words = json.loads(path.read_text(encoding="utf-8"))["options"]
            for word in (word for word in words if "=" in word):
                corpus.add("pins", word.encode())
    corpus.add("pins", "".join(f"{pin} # a comment\r\n" for pin in PINS).encode())
    for pin in PINS:
        corpus.add("pins", pin.encode())
    for configuration in CONFIGURATIONS:
        corpus.add("pins", json.dumps(configuration).encode())
    for image in IMAGES:
        corpus.add("image", image.encode())


def add_policies(corpus):
    accepted = json.loads((TESTDATA / "policies/accepted.json").read_text(encoding="utf-8"))
    refused = json.loads((TESTDATA / "policies/refused.json").read_text(encoding="utf-8"))
    texts = accepted + [row["text"] for rows in refused.values() for row in rows]
    for text in texts:
        corpus.add("policy", text.replace("'", '"').encode())
    for path in find_files(TESTDATA / "policies"):
        if path.name.endswith(".policy.json"):
            corpus.add("policy", path.read_bytes())
            # the demands of the example, asked of every repository
            corpus.add("policy", re.sub(rb'"scopes": \[[^]]*\]', b'"scopes": ["*"]', path.read_bytes(), count=1))


def add_manifests(corpus):
    for path in find_files(TESTDATA / "manifests"):
        if path.suffix != ".expected":
            corpus.add("manifests", path.read_bytes())


# In archives alone: what is refused, or is there but for its bytes.
ODD_MEMBERS = (("../out", tarfile.REGTYPE, b""), ("link", tarfile.SYMTYPE, b""), ("tuf/a.key", tarfile.REGTYPE, b"k"),
               ("a" * 300, tarfile.REGTYPE, b"long"), ("tuf", tarfile.REGTYPE, b""), ("folder", tarfile.DIRTYPE, b""))


def make_archive(files, odd=None, form=tarfile.USTAR_FORMAT):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as archive:
        for name, kind, data in [(name, tarfile.REGTYPE, data) for name, data in files] + ([odd] if odd else []):
            member = tarfile.TarInfo(name)
            member.type, member.size = kind, len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue().rstrip(b"\0") + bytes(2048)  # without what fills a record


def make_manifest(files, **more):
    rows = [{"path": name, "sha256": hashlib.sha256(data).hexdigest(), "length": len(data), "kind": "metadata"}
            for name, data in files]
    return json.dumps({"schemaVersion": 1, "evaluatedAt": "2026-12-01T00:00:00Z", "files": rows, **more}).encode()


def pad(archive):
    return archive + bytes(-len(archive) % 512)


def add_archives(corpus):
    top = TESTDATA / "notary" / "trust"
    files = sorted((str(path.relative_to(top)), path.read_bytes())
                   for path in find_files(top / "tuf" / "docker.io/library/plain"))
    names = [{"path": "tuf/docker.io/library/plain/metadata/stray", "reason": "nothing reads it"}]
    small = files[1:2]
    corpus.add("archive", pad(make_archive(files)), is_kept=True)
    corpus.add("archive", pad(make_archive([("manifest.json", make_manifest(files, notArchived=names)), *files])),
               is_kept=True)
    corpus.add("archive", pad(make_archive([("manifest.json", make_manifest([]))])), is_kept=True)
    for odd in ODD_MEMBERS:
        form = tarfile.PAX_FORMAT if len(odd[0]) > 255 else tarfile.USTAR_FORMAT
        corpus.add("archive", pad(make_archive(small, odd, form)), is_kept=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    corpus = Corpus(parser.parse_args().folder)
    for step in (add_trees, add_metadata, add_changes, add_certificates, add_keys, add_written, add_policies,
                 add_manifests, add_archives):
        step(corpus)
    print(f"{corpus.count} inputs")


if __name__ == "__main__":
    main()
