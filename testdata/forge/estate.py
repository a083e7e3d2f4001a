# SPDX-License-Identifier: Apache-2.0
"""Cases: the trust directory as a whole, with the private keys that clients keep beside the metadata."""

from cryptography.hazmat.primitives import serialization

from forge import case, keys
from forge.case import add, finding, trusted, unchanged
from forge.layout import BAD, OTHER, TOP_ROLES, bad_repository
from forge.repository import Repository, team_app

METADATA = f"trust/{case.METADATA}"
PRIVATE = "trust/private"
GUN = keys.GUN
NOBODY = {"user": "nobody"}


# ---- files of keys ----

def with_headers(pem, **headers):
    """PEM with further headers, behind those that it has."""
    begin, body = pem.split(b"\n", 1)
    there, blank, rest = body.partition(b"\n\n")
    if b":" not in there:
        there, rest = b"", body
    lines = [begin, *there.split(b"\n"), *(f"{name}: {value}".encode() for name, value in headers.items())]
    lines = [line for line in lines if line]
    return b"\n".join(lines) + (b"\n\n" if len(lines) > 1 else b"\n") + rest


def kept(name, form="encrypted", **headers):
    """A key's file: of form encrypted, legacy or key, which is not encrypted."""
    return with_headers((keys.FOLDER / f"{name}.{form}").read_bytes(), **headers)


def plain(name, encoding=serialization.Encoding.PEM, form=serialization.PrivateFormat.TraditionalOpenSSL):
    return keys.load_private(name).private_bytes(encoding, form, serialization.NoEncryption())


def key_id(name):
    return keys.bare(name).id


def file_of(name):
    return f"{key_id(name)}.key"


def key(path, name=None, role=None, gun=None, encrypted=True, mode="0600", trusted=True):
    """What is expected of a key's file."""
    return {"path": f"{PRIVATE}/{path}", "keyId": name and key_id(name), "role": role, "gun": gun,
            "encrypted": encrypted, "mode": mode, "trusted": trusted}


def found(kind, path=None, **wanted):
    return {"id": kind, **({"file": f"{PRIVATE}/{path}" if path else PRIVATE} if path is not None else {}), **wanted}


# ---- cases ----

def set_modes(files, modes):
    """Every file 0600, every folder below the trust directory 0700 and that one 0755, unless modes say otherwise."""
    folders = {"/".join(path.split("/")[:i]) for path in files for i in range(1, path.count("/") + 1)}
    below = [*files, *sorted(folders, reverse=True)]
    steps = {f"{PRIVATE}/{path}": "700" if path in folders else "600" for path in below}
    steps.update({PRIVATE: "700", "trust": "755"})
    steps.update(modes)
    return [{"mode": path, "value": value} for path, value in steps.items()]


def add_estate(name, description, files, *found_keys, findings=(), modes=None, repositories=(trusted(),), more=None,
               setup=(), **other):
    """files: bytes by path below private/. more: other files of the case, by path."""
    other.setdefault("arguments", ("trust",))

    def extra():
        return {**{f"{PRIVATE}/{path}": data for path, data in files.items()}, **(more() if more else {})}
    add(name, unchanged, description, *repositories, metadata=METADATA, extra=extra,
        setup=[*setup, *set_modes(files, modes or {})], findings=findings, private_keys=found_keys, **other)


TARGETS = kept("targets", gun=GUN, role="targets")
TARGETS_FILE = file_of("targets")
TARGETS_KEY = key(TARGETS_FILE, "targets", "targets", GUN)

add_estate("private-keys", "Private keys as clients keep them: encrypted, and for their owner alone",
           {TARGETS_FILE: TARGETS, file_of("snapshot"): kept("snapshot", gun=GUN, role="snapshot"),
            file_of("alice"): kept("alice", role="alice")},
           *sorted([TARGETS_KEY, key(file_of("snapshot"), "snapshot", "snapshot", GUN),
                    key(file_of("alice"), "alice", "alice")], key=lambda one: one["path"]))
add_estate("private-keys-not-in-argument", "Private keys beside the argument are not looked at",
           {TARGETS_FILE: kept("targets", "key")}, arguments=("trust/tuf",))

# not encrypted
add_estate("private-key-unencrypted", "A private key is not encrypted",
           {TARGETS_FILE: kept("targets", "key", gun=GUN, role="targets")},
           {**TARGETS_KEY, "encrypted": False}, exit=1,
           findings=[found("private-key-unencrypted", TARGETS_FILE, severity="error",
                           expected="an encrypted private key", actual="a PEM block PRIVATE KEY")])
add_estate("private-key-unencrypted-without-header", "A private key is not encrypted, and has no header at all",
           {TARGETS_FILE: kept("targets", "key")}, key(TARGETS_FILE, "targets", encrypted=False), exit=1,
           findings=[found("private-key-unencrypted", TARGETS_FILE)])
add_estate("private-key-unencrypted-behind-text", "A private key that is not encrypted stands behind other text",
           {TARGETS_FILE: b"Bag Attributes\n    friendlyName: targets\n" + kept("targets", "key", role="targets")},
           key(TARGETS_FILE, "targets", "targets", encrypted=False), exit=1,
           findings=[found("private-key-unencrypted", TARGETS_FILE)])
add_estate("private-key-unencrypted-legacy", "A private key of the old form is not encrypted",
           {TARGETS_FILE: with_headers(plain("targets"), role="targets")},
           key(TARGETS_FILE, "targets", "targets", encrypted=False), exit=1,
           findings=[found("private-key-unencrypted", TARGETS_FILE, actual="a PEM block EC PRIVATE KEY")])
for label, name, form in (("pkcs8", "targets", serialization.PrivateFormat.PKCS8),
                          ("sec1", "targets", serialization.PrivateFormat.TraditionalOpenSSL),
                          ("pkcs1", "rsa-2048", serialization.PrivateFormat.TraditionalOpenSSL)):
    add_estate(f"private-key-der-{label}", f"A private key is not in PEM but in DER ({label}), which is not encrypted",
               {f"{name}.der": plain(name, serialization.Encoding.DER, form)},
               key(f"{name}.der", encrypted=False, trusted=None), exit=1,
               findings=[found("private-key-unencrypted", f"{name}.der", actual="a private key in plain DER")])

# within reach of others
EXPOSED = [found("private-key-exposed", TARGETS_FILE, severity="error", role="targets")]
for label, mode, others in (("group-reads", "640", "read"), ("others-read", "604", "read"),
                            ("others-write", "602", "write"), ("everybody", "666", "read and write")):
    add_estate(f"private-key-exposed-{label}", f"Others can {others} a private key: mode {mode}",
               {TARGETS_FILE: TARGETS}, {**TARGETS_KEY, "mode": f"0{mode}"}, exit=1,
               modes={f"{PRIVATE}/{TARGETS_FILE}": mode, PRIVATE: "755"},
               findings=[{**EXPOSED[0], "actual": f"mode 0{mode}"}])
add_estate("private-key-shielded", "A private key that others could read lies in a folder that only the owner may search",
           {TARGETS_FILE: TARGETS}, {**TARGETS_KEY, "mode": "0644"}, modes={f"{PRIVATE}/{TARGETS_FILE}": "644"})
add_estate("private-key-shielded-above", "A private key that others could read lies in a trust directory that they may not search",
           {TARGETS_FILE: TARGETS}, {**TARGETS_KEY, "mode": "0644"},
           modes={f"{PRIVATE}/{TARGETS_FILE}": "644", PRIVATE: "755", "trust": "700"})
add_estate("private-key-listed-only", "Others may list the folder of private keys, but not reach what is in it",
           {TARGETS_FILE: TARGETS}, {**TARGETS_KEY, "mode": "0644"},
           modes={f"{PRIVATE}/{TARGETS_FILE}": "644", PRIVATE: "744"})
add_estate("private-key-replaceable", "Others can put another file in the place of a private key",
           {TARGETS_FILE: TARGETS}, TARGETS_KEY, modes={PRIVATE: "777"}, exit=1,
           findings=[{**EXPOSED[0], "actual": PRIVATE}])
add_estate("private-key-replaceable-sticky", "Others may write in the folder of private keys, but replace nothing there",
           {TARGETS_FILE: TARGETS}, TARGETS_KEY, modes={PRIVATE: "1777"})

# for root
ROOT_FILE = file_of("root")
ROOT = [found("private-key-root", ROOT_FILE, severity="warning")]
add_estate("private-key-root", "A root key is kept beside the metadata",
           {ROOT_FILE: kept("root", role="root")}, key(ROOT_FILE, "root", "root"), findings=ROOT)
add_estate("private-key-root-by-id", "A root key is kept beside the metadata, and its header does not say so",
           {ROOT_FILE: kept("root", role="delegation")}, key(ROOT_FILE, "root", "delegation"), findings=ROOT)

# trusted or not
SPARE_FILE = file_of("spare")
SPARE = {SPARE_FILE: kept("spare", gun=GUN, role="targets")}
SPARE_KEY = key(SPARE_FILE, "spare", "targets", GUN, trusted=False)
add_estate("private-key-unused", "No repository trusts a private key", SPARE, SPARE_KEY,
           findings=[found("private-key-unused", SPARE_FILE, severity="note", role="targets")])
add_estate("private-key-unused-or-not", "Whether a private key is trusted is not known: a repository is not sound",
           SPARE, {**SPARE_KEY, "trusted": None}, repositories=(trusted(), BAD), exit=1,
           more=lambda: {f"trust/{path}": data for path, data in bad_repository().items()})


# other files
add_estate("private-file-no-key", "Among the private keys lie a certificate, a text and an empty file",
           {"root.crt": (keys.FOLDER / "root.crt").read_bytes(), "readme.txt": b"Keys of the team\n", "empty.key": b""},
           findings=[found("private-file-no-key", "empty.key", severity="note", actual="an empty file"),
                     found("private-file-no-key", "readme.txt", actual="nothing in PEM"),
                     found("private-file-no-key", "root.crt", actual="a PEM block CERTIFICATE")])
add_estate("private-unchecked-header-too-long", "The header of a private key has more than 4096 bytes",
           {TARGETS_FILE: kept("targets", comment="x" * 5000, role="targets")},
           key(TARGETS_FILE, "targets"), findings=[found("private-unchecked", TARGETS_FILE, severity="warning")])
add_estate("private-unchecked-legacy-header-too-long", "The header of a legacy key ends where it would say what it is",
           {TARGETS_FILE: kept("targets", "legacy").replace(b"Proc-Type:", b"comment: " + b"x" * 5000 + b"\nProc-Type:")},
           key(TARGETS_FILE, "targets", encrypted=None), findings=[found("private-unchecked", TARGETS_FILE)])
add_estate("private-unchecked-kind", "A private key is of a kind that no client reads",
           {"id": plain("targets", form=serialization.PrivateFormat.PKCS8).replace(b" PRIVATE", b" DSA PRIVATE")},
           key("id", encrypted=None, trusted=None),
           findings=[found("private-unchecked", "id", actual="a PEM block DSA PRIVATE KEY")])
add_estate("private-unchecked-fifo", "A FIFO lies among the private keys", {TARGETS_FILE: TARGETS}, TARGETS_KEY,
           setup=[{"fifo": f"{PRIVATE}/pipe.key"}],
           findings=[found("private-unchecked", "pipe.key", actual="something other than a regular file")])
add_estate("private-unchecked-link", "A link among the private keys leads out of the argument",
           {TARGETS_FILE: TARGETS}, TARGETS_KEY, setup=[{"symlink": f"{PRIVATE}/out.key", "to": "../../expect.json"}],
           findings=[found("private-unchecked", "out.key")])
add_estate("private-unchecked-file", "A private key may not be read", {TARGETS_FILE: TARGETS},
           key(TARGETS_FILE, "targets", encrypted=None, mode="0000"), modes={f"{PRIVATE}/{TARGETS_FILE}": "000"},
           findings=[found("private-unchecked", TARGETS_FILE, actual="Permission denied")], **NOBODY)
add_estate("private-unchecked-folder", "The folder of private keys may not be searched", {TARGETS_FILE: TARGETS},
           modes={PRIVATE: "000"}, findings=[found("private-unchecked", "", actual="Permission denied")], **NOBODY)

# links that stay inside
add_estate("private-key-linked", "A private key is reached through a link, past the folder that would shield it", {},
           {**TARGETS_KEY, "mode": "0644"}, more=lambda: {f"trust/store/{TARGETS_FILE}": TARGETS}, exit=1,
           setup=[{"symlink": f"{PRIVATE}/{TARGETS_FILE}", "to": f"../store/{TARGETS_FILE}"}],
           modes={f"trust/store/{TARGETS_FILE}": "644"}, findings=EXPOSED)
add_estate("private-linked", "The folder of private keys is a link to another one", {}, TARGETS_KEY,
           more=lambda: {f"trust/store/{TARGETS_FILE}": TARGETS}, setup=[{"symlink": PRIVATE, "to": "store"}],
           modes={f"trust/store/{TARGETS_FILE}": "600"})
add_estate("private-link-loop", "A link among the private keys leads back to their folder", {TARGETS_FILE: TARGETS},
           TARGETS_KEY, setup=[{"symlink": f"{PRIVATE}/again", "to": "."}])

# older layouts
OLD = "private-keys-of-notary"
add_estate(f"{OLD}-0.1", "Private keys as Notary 0.1 kept them: the role is in the name",
           {f"root_keys/{key_id('root')}_root.key": kept("root", "legacy"),
            f"tuf_keys/{GUN}/{key_id('targets')}_targets.key": kept("targets", "legacy")},
           key(f"root_keys/{key_id('root')}_root.key", "root", "root"),
           key(f"tuf_keys/{GUN}/{key_id('targets')}_targets.key", "targets", "targets", GUN),
           findings=[found("private-key-root", f"root_keys/{key_id('root')}_root.key")])
add_estate(f"{OLD}-0.3", "Private keys as Notary 0.2 and 0.3 kept them: the role is in the header, the GUN in the path",
           {f"root_keys/{ROOT_FILE}": kept("root", "legacy", role="root"),
            f"tuf_keys/{GUN}/{TARGETS_FILE}": kept("targets", "legacy", role="targets"),
            f"tuf_keys/{file_of('alice')}": kept("alice", "legacy", role="targets/alice")},
           *sorted([key(f"root_keys/{ROOT_FILE}", "root", "root"),
                    key(f"tuf_keys/{GUN}/{TARGETS_FILE}", "targets", "targets", GUN),
                    key(f"tuf_keys/{file_of('alice')}", "alice", "targets/alice")], key=lambda one: one["path"]),
           findings=[found("private-key-root", f"root_keys/{ROOT_FILE}")])
add_estate("private-keys-in-folder-of-gun", "Private keys in a folder for each GUN",
           {f"{GUN}/{TARGETS_FILE}": kept("targets", role="targets"),
            f"{GUN}/{key_id('snapshot')}_snapshot.key": kept("snapshot")},
           *sorted([key(f"{GUN}/{TARGETS_FILE}", "targets", "targets", GUN),
                    key(f"{GUN}/{key_id('snapshot')}_snapshot.key", "snapshot", "snapshot", GUN)],
                   key=lambda one: one["path"]))

# one repository of a trust directory
add_estate("private-keys-of-gun", "Of a repository asked for by name: its keys by header or by trust, and no others",
           {TARGETS_FILE: kept("targets", role="delegation"),
            SPARE_FILE: kept("spare", gun=GUN, role="targets"),
            file_of("snapshot"): kept("snapshot", role="snapshot", gun="registry.example.com/team/app2"),
            "rsa.key": with_headers(plain("rsa-2048"), role="targets", gun=OTHER), "readme.txt": b"Keys\n"},
           *sorted([key(TARGETS_FILE, "targets", "delegation"), {**SPARE_KEY, "trusted": None},
                    key(file_of("snapshot"), "snapshot", "snapshot", "registry.example.com/team/app2")],
                   key=lambda one: one["path"]),
           arguments=("--trust-dir", "trust", GUN))
add_estate("private-keys-below-gun", "Of the repositories below a name: their keys, the unencrypted one too",
           {SPARE_FILE: kept("spare", "key", gun=f"{GUN}/deeper", role="targets")},
           key(SPARE_FILE, "spare", "targets", f"{GUN}/deeper", encrypted=False, trusted=None), exit=1,
           findings=[found("private-key-unencrypted", SPARE_FILE)],
           arguments=("--trust-dir", "trust", "registry.example.com/team"))

add_estate("private-key-hostile-header", "The header of a private key has terminal escapes",
           {SPARE_FILE: kept("spare", "key", role="\x1b[2Jred\u202e", gun="\x07*")},
           key(SPARE_FILE, "spare", "\x1b[2Jred\u202e", "\x07*", encrypted=False, trusted=False), exit=1,
           findings=[found("private-key-unencrypted", SPARE_FILE), found("private-key-unused", SPARE_FILE)])


# ---- root keys of several repositories ----

def other_repository():
    """A second repository with the root key of the first, in a certificate of its own."""
    repo = Repository("registry.example.com/metadata", OTHER)
    repo.assign("root", keys.certified("root-other-name"))
    for name in ("targets", "snapshot", "timestamp"):
        repo.assign(name, keys.bare(name))
    return {f"tuf/{OTHER}/metadata/{path}": data for path, data in repo.write().items()}


TWO = (trusted(), trusted(gun=OTHER, roles=case.only(*TOP_ROLES)))

add("root-key-shared", unchanged, "Two repositories have one root key", *TWO, extra=other_repository,
    findings=[found("root-key-shared", severity="note", role="root", actual=key_id("root"))])


def copied():
    return {f"copy/{path}": data for path, data in
            {f"{case.METADATA}/{path}": data for path, data in team_app().write().items()}.items()}


add("root-key-of-copies", unchanged, "Two copies of one repository have one root key, as they must",
    trusted(), trusted(), extra=copied, arguments=("tuf", "copy"))
