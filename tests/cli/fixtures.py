# SPDX-License-Identifier: Apache-2.0
"""Folders that tests of the command start from: changed copies of the example, made anew each time.

A fixture is a function that fills an empty folder. The same example gives the same bytes.
"""

import base64
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

TESTDATA = pathlib.Path(__file__).resolve().parents[2] / "testdata"
NOTARY = TESTDATA / "notary"

PLAIN = "docker.io/library/plain"
APP = "registry.example.com/team/app"
OWN_ROOT = "registry.example.com/team/own-root"
RETIRED = "registry.example.com/team/retired"
ROTATED = "registry.example.com/team/rotated"
STAGED = "registry.example.com/team/staged"


def copy_repository(trust, gun, called=None):
    """A copy of one repository of the example below trust/tuf, and its metadata folder."""
    repository = trust / "tuf" / (called or gun)
    shutil.copytree(NOTARY / "trust" / "tuf" / gun, repository)
    return repository / "metadata"


def copy_example(folder):
    """A copy of the example in folder/notary, with the modes that a client gives its private keys."""
    shutil.copytree(NOTARY, folder / "notary")
    private = folder / "notary" / "trust" / "private"
    private.parent.chmod(0o755)
    private.chmod(0o700)
    for path in private.iterdir():
        path.chmod(0o600)


def flip_byte(path):
    """Flips the lowest bit of the last digit of the year of expiry, so that the file stays well formed."""
    data = bytearray(path.read_bytes())
    data[data.index(b'"expires":"') + len(b'"expires":"202')] ^= 1
    path.write_bytes(data)


# ---- repositories signed anew, with a key of the example ----

class Publisher:
    """Signs a repository whose every role has the RSA key of the example's own-root.

    RSA with PKCS #1 v1.5 padding needs no random numbers: the same content is
    the same file.
    """

    def __init__(self):
        self.key_file = NOTARY / "keys" / "own-root.key"
        certificate = (NOTARY / "certificates" / "own-root.crt").read_bytes()
        public = subprocess.run(["openssl", "pkey", "-in", self.key_file, "-pubout", "-outform", "DER"],
                                check=True, capture_output=True).stdout
        self.root_key = self._make_key("rsa-x509", certificate)
        self.key = self._make_key("rsa", public)

    @staticmethod
    def _make_key(key_type, public):
        return {"keytype": key_type,
                "keyval": {"private": None, "public": base64.b64encode(public).decode()}}

    @staticmethod
    def _identify(key):
        return hashlib.sha256(write_canonical(key).encode()).hexdigest()

    def _sign(self, signed, key):
        message = write_canonical(signed)
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key_file],
                                   input=message.encode(), check=True, capture_output=True).stdout
        envelope = {"signed": signed,
                    "signatures": [{"keyid": self._identify(key), "method": "rsapkcs1v15",
                                    "sig": base64.b64encode(signature).decode()}]}
        return json.dumps(envelope, separators=(",", ":")).encode()

    def _list_delegations(self, names, expires, entries):
        """Roles with the one key, each listing everything, by name."""
        return {name: self._sign({"_type": "Targets", "delegations": {"keys": {}, "roles": []}, "expires": expires,
                                  "targets": entries, "version": 1}, self.key) for name in names}

    def publish(self, metadata, targets, timestamp_expires="2026-12-05T00:00:00Z", delegations=()):
        """Writes a whole repository. targets: sha256 by name. delegations: roles that list the same."""
        metadata.mkdir(parents=True)
        root_id, key_id = self._identify(self.root_key), self._identify(self.key)
        role = {"keyids": [key_id], "threshold": 1}
        later = "2029-11-20T00:00:00Z"
        entries = {name: {"hashes": {"sha256": encode_hash(sha256)}, "length": 1}
                   for name, sha256 in targets.items()}
        files = {}
        files["root"] = self._sign(
            {"_type": "Root", "consistent_snapshot": False, "expires": later, "version": 1,
             "keys": {root_id: self.root_key, key_id: self.key},
             "roles": {"root": {"keyids": [root_id], "threshold": 1},
                       "snapshot": role, "targets": role, "timestamp": role}}, self.root_key)
        files["targets"] = self._sign(
            {"_type": "Targets",
             "delegations": {"keys": {key_id: self.key} if delegations else {},
                             "roles": [{"name": name, "paths": [""], **role} for name in delegations]},
             "expires": later, "targets": entries, "version": 1}, self.key)
        files |= self._list_delegations(delegations, later, entries)
        files["snapshot"] = self._sign(
            {"_type": "Snapshot", "expires": later, "version": 1,
             "meta": {name: list_file(files[name]) for name in ("root", "targets", *delegations)}}, self.key)
        files["timestamp"] = self._sign(
            {"_type": "Timestamp", "expires": timestamp_expires, "version": 1,
             "meta": {"snapshot": list_file(files["snapshot"])}}, self.key)
        for name, data in files.items():
            (metadata / f"{name}.json").parent.mkdir(exist_ok=True)
            (metadata / f"{name}.json").write_bytes(data)


def encode_hash(sha256):
    return base64.b64encode(sha256).decode()


def list_file(data):
    return {"hashes": {"sha256": encode_hash(hashlib.sha256(data).digest())}, "length": len(data)}


def write_canonical(value):
    """The canonical form: only the quotation mark and the backslash are escaped."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(write_canonical, value)) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=str.encode)
        return "{" + ",".join(f"{write_canonical(n)}:{write_canonical(value[n])}" for n in names) + "}"
    return json.dumps(value)


def datetime_of(text):
    """A moment as reports write it. What is finer than a microsecond is left out."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    moment = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return moment.replace(microsecond=int(fraction.ljust(6, "0")[:6]) if fraction else 0)


def sum_of(name):
    return hashlib.sha256(name.encode()).digest()


# ---- the fixtures ----

def make_flipped(folder):
    """A repository in which one byte of a delegation is another."""
    flip_byte(copy_repository(folder, APP) / "targets" / "alice.json")


def make_flipped_top(folder):
    """Three repositories, each with a byte flipped in another top-level file."""
    for gun, name in ((PLAIN, "root"), (ROTATED, "timestamp"), (STAGED, "snapshot")):
        flip_byte(copy_repository(folder, gun) / f"{name}.json")


def make_expired(folder):
    """A repository whose timestamp has run out."""
    Publisher().publish(folder / "tuf" / OWN_ROOT / "metadata", {"latest": sum_of("latest")},
                        timestamp_expires="2026-11-21T00:00:00Z")


def make_statuses(folder):
    """A trust directory with one repository of each status."""
    make_expired(folder)
    copy_repository(folder, PLAIN)
    copy_repository(folder, RETIRED)
    metadata = copy_repository(folder, STAGED)
    for name in ("timestamp", "snapshot", "targets"):
        (metadata / f"{name}.json").unlink()
    flip_byte(copy_repository(folder, ROTATED) / "targets.json")
    targets = copy_repository(folder, APP) / "targets.json"
    targets.unlink()
    targets.mkdir()


def make_private_keys(folder):
    """A trust directory whose keys lie as no client leaves them: readable, one in the clear, other things among them."""
    trust = folder / "trust"
    copy_repository(trust, APP)
    shutil.copytree(NOTARY / "trust" / "private", trust / "private")
    private = trust / "private"
    for path in (trust, private):
        path.chmod(0o755)
    for path in private.iterdir():
        path.chmod(0o644)
    shutil.copy(NOTARY / "keys" / "alice.key", private / "alice.key")
    (private / "alice.key").chmod(0o600)
    (private / "notes.txt").write_bytes(b"where the root key is\n")
    (private / "out.key").symlink_to("../../../elsewhere.key")
    (folder / "unreadable").mkdir()
    copy_repository(folder / "unreadable", PLAIN).joinpath("targets.json").unlink()
    (folder / "unreadable" / "tuf" / PLAIN / "metadata" / "targets.json").mkdir()


def make_unreadable(folder):
    """Three repositories: one sound, one whose folder and one of which a file may not be read."""
    copy_repository(folder, PLAIN)
    copy_repository(folder, STAGED).chmod(0o000)
    (copy_repository(folder, ROTATED) / "snapshot.json").chmod(0o000)


def make_closed(folder):
    """A trust directory that may not be read at all."""
    copy_repository(folder / "trust", PLAIN)
    (folder / "trust" / "tuf").chmod(0o000)


def make_empty(folder):
    """Trust directories without repositories."""
    (folder / "nothing").mkdir()
    (folder / "no-repository" / "tuf" / "registry.example.com").mkdir(parents=True)
    (folder / "file").write_bytes(b"not a folder\n")


def make_home(folder):
    """Docker's folder where it is by default, and another one."""
    copy_repository(folder / "home" / ".docker" / "trust", PLAIN)
    copy_repository(folder / "config" / "trust", STAGED)


def make_outside(folder):
    """A repository that was copied without the folders that name it."""
    shutil.copytree(NOTARY / "trust" / "tuf" / PLAIN, folder / "saved")


def make_rotated(folder):
    """A repository with every version of its root."""
    metadata = copy_repository(folder, ROTATED)
    for path in (NOTARY / "history" / ROTATED).iterdir():
        shutil.copy(path, metadata)
def read_thumbprint(name):
    """The SHA-256 of a certificate of the example, as OpenSSL prints it."""
    path = NOTARY / "certificates" / f"{name}.crt"
    printed = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256"],
                             check=True, capture_output=True, text=True).stdout
    return printed.strip().partition("=")[2]


def make_pins(folder):
    """A repository, and files of pins: one for it, one for others, and some that are not right."""
    copy_repository(folder, APP)
    pin = f"{APP}#targets/alice = sha256:{read_thumbprint('alice')}"
    files = {"pins.txt": f"# keys\n\n{pin}   # alice\nregistry.example.com/other=sha1:{'0' * 40}\n",
             "others.txt": f"registry.example.com/other=sha1:{'0' * 40}\nregistry.example.org/*=sha1:{'0' * 40}\n",
             "bad.txt": f"{pin}\n\n  registry.example.com/other=sha256:{'0' * 63}g\n",
             "empty.txt": "# none yet\n"}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def make_twice(folder):
    """The same repository in two trust directories, once with a byte flipped."""
    copy_repository(folder / "monday", PLAIN)
    flip_byte(copy_repository(folder / "tuesday", PLAIN) / "targets.json")


def make_bad_files(folder):
    """Repositories in which timestamp.json, which no other file lists, is what it should not be."""
    (folder / "outside.json").write_bytes(b"{}")

    def damage(name, act):
        act(copy_repository(folder / "bad" / name, PLAIN) / "timestamp.json")

    def replace(make):
        return lambda path: path.write_bytes(make(path.read_bytes()))

    def stand_in(make):
        def act(path):
            path.unlink()
            make(path)
        return act

    damage("directory", stand_in(pathlib.Path.mkdir))
    damage("fifo", stand_in(os.mkfifo))
    damage("link-dangling", stand_in(lambda path: path.symlink_to("nowhere.json")))
    damage("link-escapes", stand_in(lambda path: path.symlink_to("../../../../../../../outside.json")))
    damage("empty", replace(lambda data: b""))
    damage("not-json", replace(lambda data: b"this is no JSON\n"))
    damage("a-list", replace(lambda data: b"[]"))
    damage("a-web-page", replace(lambda data: b"<html><body>404</body></html>"))
    damage("cut", replace(lambda data: data[:200]))
    damage("cut-at-1", replace(lambda data: data[:1]))
    damage("not-utf-8", replace(lambda data: data.replace(b"snapshot", b"snap\xff\xfe")))
    damage("byte-order-mark", replace(lambda data: b"\xef\xbb\xbf" + data))
    damage("trailing", replace(lambda data: data + b"{}"))
    damage("deep", replace(lambda data: b"[" * 1000 + b"]" * 1000))
    damage("duplicate", replace(lambda data: data.replace(b'{"signed"', b'{"signatures":[],"signed"')))
    damage("wrong-case", replace(lambda data: data.replace(b'{"signed"', b'{"Signed"')))
    damage("fraction", replace(lambda data: data.replace(b'"length":', b'"length":1.')))
    damage("wrong-type", replace(lambda data: data.replace(b'"length":', b'"length":"22","":')))
    damage("no-signed", replace(lambda data: b'{"signatures":[]}'))
    damage("other-role", lambda path: shutil.copy(path.parent / "snapshot.json", path))
    damage("nul", replace(lambda data: data.replace(b"snapshot", b"snap\\u0000")))


def make_lock(folder):
    """A repository before and after its tags changed, one that stayed as it was, and one that is degraded."""
    for when, tags in (("before", ("latest", "v1", "v2")), ("after", ("latest", "v2", "v3"))):
        metadata = folder / when / "tuf" / OWN_ROOT / "metadata"
        Publisher().publish(metadata, {name: sum_of(f"{name} {when if name == 'latest' else ''}") for name in tags})
        copy_repository(folder / when, PLAIN)
    copy_repository(folder / "degraded", RETIRED)
    copy_repository(folder / "other", STAGED)


def make_lock_closed(folder):
    """The same, and a lock in a folder in which nothing may be written."""
    make_lock(folder)
    (folder / "closed").mkdir()
    (folder / "closed" / "tufcheck.lock").write_text('{"lockVersion": 1, "repositories": {}}\n', encoding="ascii")
    (folder / "closed").chmod(0o555)


HOSTILE_NAMES = (
    "plain",
    "\x1b[2J\x1b]0;owned\x07clears the screen",
    "tab\there and line\nfeed and return\rhere",
    "c1 \x9b31m control",
    "bidi \u202egnp.exe override \u2066isolate\u2069",
    "zero\u200bwidth and byte order\ufeffmark",
    "backslash \\n is no line feed",
    "caf\u00e9 \u65e5\u672c\u8a9e stays",
    "looks trusted\u2028line separator",
    "-rf",
    " leading space",
)


def make_hostile(folder):
    """A sound repository whose tags have names that a terminal would act on."""
    metadata = folder / "tuf" / OWN_ROOT / "metadata"
    Publisher().publish(metadata, {name: sum_of(name) for name in HOSTILE_NAMES})


def make_hostile_folder(folder):
    """Two repositories, one in a folder with a name that a terminal would act on."""
    copy_repository(folder, PLAIN)
    copy_repository(folder, STAGED, "evil\x1b[31m\n\u202egnp/repo")


MANY = 10_000


def make_many(folder):
    """A sound repository with very many tags."""
    metadata = folder / "tuf" / OWN_ROOT / "metadata"
    Publisher().publish(metadata, {f"tag-{i:05}": sum_of(str(i)) for i in range(MANY)})


GATE_FILES = {
    "lines.txt": f"# what is rolled out\n{APP}:v1.0\n\n  {PLAIN}   # tools\n",
    "compose.yaml": f"services:\n  web:\n    image: {APP}:v1.0\n  db:\n    image: {RETIRED}:latest\n",
    "deploy.yaml": f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
        - name: prepare
          image: {PLAIN}
      containers:
        - name: app
          image: {APP}:v1.0
        - name: other
          image: {APP}:nosuch
""",
    "problems.yaml": f"""services:
  web:
    image: {APP}:${{TAG}}
  worker:
    build: .
  app:
    image: {APP}:v1.0
""",
    "hostile.yaml": r"""services:
  command:
    image: "x\n::error::owned"
  percent:
    image: "x%0A::error::owned"
  variable:
    image: "##vso[task.setvariable variable=image]owned"
  old-command:
    image: "y ##[error]owned"
  colour:
    image: "\e[31mred\u202e"
  "container\n::error::owned":
    image: "Z"
""",
    "empty.txt": "# nothing yet\n",
    "permissive.json": "permissive", "audit.json": "audit", "skip.json": "skip", "strict.json": "strict",
    "other.json": """{"policyVersion": 1, "statements": [
  {"name": "others", "scopes": ["registry.example.org/*"], "level": "strict"}]}
""",
    "cut.json": '{"policyVersion": 1,\n "statements": [\n',
    "misspelt.json": """{"policyVersion": 1, "statements": [
  {"name": "all", "scopes": ["*"], "level": "strickt"}]}
""",
    "hostile.json": '{"policyVersion": 1, "statements": [\n  {"na\\u001b[31mme\\u202e": 1}]}\n',
    "unmeant.json": f"""{{"policyVersion": 1, "statements": [
  {{"name": "all", "scopes": ["*"], "level": "audit",
   "roots": ["sha1:{'0' * 40}"],
   "signers": {{"alice": {{"role": "targets/alice"}}, "bob": {{"role": "targets/bob"}}}},
   "require": [{{"signers": ["bob"]}}]}}]}}
""",
    "demands.json": f"""{{"policyVersion": 1, "statements": [
  {{"name": "all demands", "scopes": ["{APP}"], "level": "strict", "override": {{"policy": "warn"}},
   "roots": ["sha256:{'0' * 64}"],
   "signers": {{"alice": {{"role": "targets/alice"}}, "bob": {{"role": "targets/bob"}}}},
   "require": [{{"tags": ["v1.0"]}}, {{"tags": ["other*"]}}, {{"of": "any"}}],
   "forbid": {{"roles": ["targets/carol"], "keys": ["keyid:{'0' * 64}"]}},
   "minRemaining": {{"timestamp": "30d", "root": "1y"}}, "minVersion": {{"root": 2, "targets/none": 1}},
   "algorithms": {{"ecdsa": 256}}, "delegationCertificates": "require-valid"}}]}}
""",
}


def make_gate(folder):
    """Manifests of several kinds, and policies, beside the example."""
    os.symlink(NOTARY, folder / "notary")
    for name, text in GATE_FILES.items():
        if " " not in text:  # a level
            text = ('{"policyVersion": 1, "statements": [\n'
                    f'  {{"name": "all", "scopes": ["*"], "level": "{text}"}}]}}\n')
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "a,b:c%0A.txt").write_text("UPPER\n", encoding="ascii")
    for name, level in (("here", "audit"), ("config/tufcheck", "permissive"), ("home/.config/tufcheck", "skip")):
        (folder / name).mkdir(parents=True)
        shutil.copy(folder / f"{level}.json", folder / name / "tufcheck.policy.json")
    shutil.copy(TESTDATA / "policies" / "release.policy.json", folder)


def make_gate_signers(folder):
    """A repository whose every tag Alice and Bob have signed."""
    metadata = folder / "tuf" / OWN_ROOT / "metadata"
    Publisher().publish(metadata, {"latest": sum_of("latest"), "v1": sum_of("v1")},
                        delegations=("targets/releases", "targets/alice", "targets/bob"))


def make_gate_nested(folder):
    """A repository in a folder of another one, whose certificate does not name it."""
    copy_repository(folder, APP)
    copy_repository(folder, PLAIN, f"{APP}/nested")


def make_notary_configs(folder):
    """Pins for the repositories of the example, and files that are none."""
    os.symlink(NOTARY, folder / "notary")
    root = json.loads((NOTARY / "trust/tuf" / OWN_ROOT / "metadata/root.json").read_bytes())["signed"]["roles"]["root"]
    pins = {"certs": {OWN_ROOT: root["keyids"], "registry.example.com/team/*": ["00" * 32]},
            "ca": {"docker.io/": "notary/certificates/root-ca.crt", "localhost": "none.crt"}, "disable_tofu": True}
    (folder / "pins.json").write_text(json.dumps({"trust_pinning": pins}))
    (folder / "damaged.json").write_text('{\n  "trust_pinning": {\n    "certs": {},\n  }\n}\n')
    (folder / "misspelt.json").write_text('{"trust_pinning": {"cert": {}}}\n')
    pins = {"certs": {OWN_ROOT: ["\x1b[31mred\u202e\n"]}, "ca": {"\x1b]0;title\x07": "\x1b[2J"}}
    (folder / "hostile.json").write_text(json.dumps({"trust_pinning": pins}))


def make_root_labels(folder):
    """Cases in which a root key says no type, and stands under an ID that is not its own."""
    for name in ("root-key-type-missing", "root-key-label"):
        os.symlink(TESTDATA / "cases" / name, folder / name)


def make(name, folder):
    globals()["make_" + name.replace("-", "_")](folder)
