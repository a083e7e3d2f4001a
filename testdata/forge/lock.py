# SPDX-License-Identifier: Apache-2.0
"""Cases: repositories held against a lock of what they were.

The lock is made here anew, from the same description as the repository: nothing
of tufcheck's own writing of locks is in it.
"""

import base64
import copy
import hashlib
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from forge import canonical, keys
from forge.case import BASE_ADVICE, add, case, degraded, expired, finding, incomplete, roles, trusted, untrusted
from forge.keys import bare, certified
from forge.repository import TOP_ROLES, team_app

FILE = "tufcheck.lock"
OTHER = "registry.example.com/team/other"
DIGEST = base64.b64encode(hashlib.sha256(b"moved").digest()).decode()

# In the order in which docker looks for a tag.
RESOLVED = ("targets/releases", "targets/releases/nightly", "targets", "targets/alice")


# ---- a lock ----

def sha256(data):
    return hashlib.sha256(data).hexdigest()


def identify(entry):
    """All that a lock has of a key beside its ID."""
    kind, public = entry["keytype"], base64.b64decode(entry["keyval"]["public"])
    if not kind.endswith("-x509"):
        return {"canonicalKeyId": canonical.key_id(kind, public), "spkiSha256": sha256(public)}
    leaf = x509.load_pem_x509_certificate(public)  # the first of them
    spki = leaf.public_key().public_bytes(serialization.Encoding.DER,
                                          serialization.PublicFormat.SubjectPublicKeyInfo)
    return {"canonicalKeyId": canonical.key_id(kind[:-len("-x509")], spki), "spkiSha256": sha256(spki),
            "certificateSha256": leaf.fingerprint(hashes.SHA256()).hex(),
            "certificateSha1": leaf.fingerprint(hashes.SHA1()).hex()}


def lock_role(repo, name):
    definition, listed = repo.definition(name), repo.key_map(name)
    return {"version": repo[name]["version"], "threshold": definition["threshold"],
            "keys": {key_id: identify(listed[key_id]) for key_id in definition["keyids"]}}


def lock_tags(repo):
    tags = {}
    for role in reversed(RESOLVED):
        paths = [""] if role in TOP_ROLES else repo.definition(role)["paths"]
        for name, meta in repo[role]["targets"].items():
            if name.startswith(tuple(paths)):
                tags[name] = {"sha256": base64.b64decode(meta["hashes"]["sha256"]).hex(),
                              "length": meta["length"], "role": role}
    return tags


def lock_of(repo):
    """What tufcheck lock records of a repository."""
    return {"roles": {name: lock_role(repo, name) for name in repo.roles}, "tags": lock_tags(repo)}


def locked(change=None, **repositories):
    """The extra files of a case: a lock of the repository as it was, changed."""
    def make():
        entries = {keys.GUN: lock_of(team_app())}
        if change:
            change(entries)
        entries.update(repositories)
        document = {"lockVersion": 1, "repositories": entries}
        return {FILE: (json.dumps(document, indent=2, sort_keys=True) + "\n").encode()}
    return make


# ---- what is expected ----

def asked(answer, expectation):
    expectation["checks"]["policy"] = answer
    return expectation


def held(*findings, **other):
    """Nothing that the lock forbids."""
    return asked("pass", trusted(*findings, **other))


def broken(*findings, **other):
    """All is in order, but it is not what was locked."""
    return asked("fail", untrusted("pass pass pass", *findings, **other))


def against(*repositories, frozen=False, change=None, **other):
    """The case of a repository, changed by the function, against the lock of it as it was."""
    options = ("--lock", FILE, "--frozen") if frozen else ("--lock", FILE)
    return case(*repositories, options=options, extra=locked(change), **other)


def both(name, build, description, plain, frozen):
    """One change, of which a frozen lock says more."""
    add(name, build, description, plain, options=("--lock", FILE), extra=locked())
    add(f"{name}-frozen", build, description + ", though nothing may change", frozen,
        options=("--lock", FILE, "--frozen"), extra=locked())


def key(name):
    return f"key {name.id}"


# ---- nothing changed ----

def newer(repo):
    for name in repo.roles:
        repo[name]["version"] += 1


both("lock-holds", lambda repo: None, "A repository is just what the lock says", held(), held())
both("lock-versions-newer", newer, "Every role was published again", held(), held())


# ---- keys ----

ROOT, NEXT = certified("root"), certified("root-next")
ROOT_AT = "/signed/roles/root/keyids"


@against(broken(finding("lock-root-key-changed", "root", ROOT_AT, key(ROOT), key(NEXT))))
def lock_root_key_changed(repo):
    """The root key is another"""
    repo.assign("root", NEXT)


@against(broken(finding("lock-root-key-changed", "root", ROOT_AT, key(ROOT))))
def lock_root_key_added(repo):
    """There is a second root key"""
    repo.assign("root", ROOT, NEXT)


@against(broken(finding("lock-root-key-changed", "root", ROOT_AT)))
def lock_root_certificate_renewed(repo):
    """The root key is the same, its certificate is another"""
    repo.assign("root", certified("root-issued", "intermediate"))


for changed in ("timestamp", "snapshot", "targets"):
    add(f"lock-role-key-changed-{changed}", lambda repo, role=changed: repo.assign(role, bare("spare")),
        f"The {changed} key is another",
        broken(finding("lock-role-key-changed", changed, f"/signed/roles/{changed}/keyids",
                       key(bare(changed)), key(bare("spare")), file="root.json")),
        options=("--lock", FILE), extra=locked())


ALICE, SECOND = certified("alice"), certified("alice-second")
DEFINED = "/signed/delegations/roles"


def signer(kind, role="targets/alice", file="targets.json", **other):
    return finding(f"lock-signer-{kind}", role, DEFINED, file=file, **other)


@against(broken(signer("added", expected=key(ALICE), actual=key(SECOND))))
def lock_signer_key_added(repo):
    """A second key may sign for alice"""
    repo.assign("targets/alice", ALICE, SECOND)


@against(broken(signer("removed", expected=key(SECOND), actual=key(ALICE))),
         change=lambda entries: entries[keys.GUN]["roles"]["targets/alice"]["keys"].update(
             {SECOND.id: identify(SECOND.entry)}))
def lock_signer_key_removed(repo):
    """One of alice's two keys may not sign any more"""


@against(broken(signer("removed"), signer("added")))
def lock_signer_key_replaced(repo):
    """Another key signs for alice"""
    repo.assign("targets/alice", SECOND)


@against(broken(signer("added", role="targets/bob", expected="no such delegation",
                       actual=f"targets/bob with {key(SECOND)}"),
                advice=[*BASE_ADVICE.values(), finding("delegation-all-paths", "targets/bob", file="targets.json"),
                        finding("delegation-empty", "targets/bob")],
                roles={**roles(), "targets/bob": "valid"}))
def lock_signer_added(repo):
    """There is a delegation that was not there"""
    repo.delegate("targets/bob", SECOND, [""], {})


@against(broken(signer("removed", role="targets/releases/nightly", file="targets/releases.json",
                       actual="no such delegation"),
                finding("lock-tag-gone", "targets/releases/nightly"),
                finding("lock-tag-gone", "targets/releases/nightly"),
                roles=roles(**{"targets/releases/nightly": None})))
def lock_signer_removed(repo):
    """A delegation is gone, and its tags with it"""
    repo.drop("targets/releases/nightly")


# ---- thresholds and versions ----

def needs(number, role="targets"):
    def change(entries):
        entries[keys.GUN]["roles"][role]["threshold"] = number
    return change


@against(broken(finding("lock-threshold-lowered", "targets", "/signed/roles/targets/threshold", "threshold 2",
                        "threshold 1", file="root.json")), change=needs(2))
def lock_threshold_lowered(repo):
    """targets needs one signature, and needed two"""


@against(broken(signer("added"), finding("lock-threshold-raised", "targets/alice", DEFINED, "threshold 1",
                                         "threshold 2", file="targets.json")))
def lock_threshold_raised_with_key(repo):
    """alice needs two signatures, by the key that she had and another"""
    repo.assign("targets/alice", ALICE, SECOND, threshold=2)


@against(held(finding("lock-threshold-raised", "root", "/signed/roles/root/threshold", "threshold 1",
                      "threshold 2"), advice=[BASE_ADVICE["delegation-all-paths"]]),
         base=lambda: with_two_root_keys(2), change=lambda entries: entries.update(
             {keys.GUN: lock_of(with_two_root_keys(1))}))
def lock_threshold_raised(repo):
    """The root needs two signatures, and needed one"""


def with_two_root_keys(threshold):
    repo = team_app()
    repo.assign("root", ROOT, NEXT, threshold=threshold)
    return repo


def published(version, role):
    def change(entries):
        entries[keys.GUN]["roles"][role]["version"] = version
    return change


for rolled in ("root", "timestamp", "snapshot", "targets", "targets/releases", "targets/releases/nightly"):
    add(f"lock-version-rolled-back-{rolled.replace('/', '-')}", lambda repo: None,
        f"{rolled}.json is older than it was",
        broken(finding("lock-version-rolled-back", rolled, "/signed/version", "version 99 or newer")),
        options=("--lock", FILE), extra=locked(published(99, rolled)))


@against(broken(finding("lock-version-rolled-back", "targets/alice", "/signed/version", "version 1 or newer",
                        "no version that counts"),
                finding("lock-tag-gone", "targets/alice"),
                finding("delegation-unpublished", "targets/alice"),
                roles=roles(**{"targets/alice": "unpublished"})))
def lock_version_gone(repo):
    """A delegation had published something, and the snapshot does not list it any more"""
    del repo.roles["targets/alice"]
    del repo["snapshot"]["meta"]["targets/alice"]


# ---- tags ----

def move(repo):
    repo["targets"]["targets"]["old"]["hashes"] = {"sha256": DIGEST}


def grow(repo):
    repo["targets"]["targets"]["old"]["length"] += 1


def hand_over(repo):
    repo["targets/releases"]["targets"]["old"] = copy.deepcopy(repo["targets"]["targets"]["old"])


def take_away(repo):
    del repo["targets"]["targets"]["old"]


def add_tag(repo):
    repo["targets"]["targets"]["new"] = copy.deepcopy(repo["targets"]["targets"]["old"])


def tag_cases(name, build, description, change, severity_is_kept=held, role="targets", tag="old"):
    place = (role, f"/signed/targets/{tag}")
    both(f"lock-tag-{name}", build, description, severity_is_kept(finding(f"lock-tag-{change}", *place)),
         broken(finding(f"lock-tag-{change}-frozen", *place)))


tag_cases("moved", move, "A tag has another digest", "moved")
tag_cases("length-changed", grow, "A tag has the same digest, and another length", "moved")
tag_cases("role-changed", hand_over, "A tag with the same digest is resolved from another role", "moved",
          role="targets/releases")
tag_cases("gone", take_away, "A tag is gone", "gone")
tag_cases("added", add_tag, "There is a new tag", "added", tag="new")


# ---- repositories ----

add("lock-repository-unknown", lambda repo: None, "The lock does not know the repository",
    trusted(finding("lock-repository-unknown", "root", actual=keys.GUN)),
    options=("--lock", FILE), extra=locked(lambda entries: entries.clear()), exit=3,
    stderr="has none of the repositories that were found")
add("lock-repository-unknown-frozen", lambda repo: None,
    "The lock does not know the repository, though nothing may change",
    broken(finding("lock-repository-unknown-frozen", "root", actual=keys.GUN)),
    options=("--lock", FILE, "--frozen"), extra=locked(lambda entries: entries.clear()))
add("lock-repository-missing", lambda repo: None, "The lock has a repository that is not there",
    held(), options=("--lock", FILE), extra=locked(**{OTHER: lock_of(team_app())}), exit=1,
    findings=[{"id": "lock-repository-missing", "role": None, "file": None, "expected": OTHER, "actual": "no such repository"}],
    stderr=f"expected the repository {OTHER} of the lock, found nothing of that name")
add("lock-repository-missing-not-asked-for", lambda repo: None,
    "The lock has a repository that is not there, but only another one was asked for",
    held(), options=("--lock", FILE, "--trust-dir", "."), arguments=(keys.GUN,),
    extra=locked(**{OTHER: lock_of(team_app())}))


# ---- what is not whole, or not in time ----

@against(asked("unknown", incomplete(finding("file-missing", "timestamp", ""),
                                     finding("reference-unavailable", "snapshot"),
                                     roles=roles(timestamp="missing"))))
def lock_of_incomplete(repo):
    """Of a repository without its timestamp nothing is held against the lock"""
    repo.afterwards(lambda files: files.pop("timestamp.json"))


@against(asked("unknown", untrusted("fail pass pass", finding("hash-mismatch", "targets", ""),
                                    roles=roles(targets="invalid"))))
def lock_of_tampered(repo):
    """Of a repository that was tampered with nothing is held against the lock"""
    repo.afterwards_in("targets.json", b'"old"', b'"new"')


@against(asked("pass", expired(finding("role-expired", "timestamp"), roles=roles(timestamp="expired"))))
def lock_of_expired(repo):
    """A repository whose timestamp has expired is what it was"""
    repo["timestamp"]["expires"] = "2026-06-01T00:00:00Z"


@against(asked("fail", untrusted("pass pass fail",
                                 finding("lock-root-key-changed", "root", ROOT_AT, key(ROOT), key(NEXT)),
                                 finding("role-expired", "timestamp"), roles=roles(timestamp="expired"))))
def lock_of_expired_broken(repo):
    """A repository whose timestamp has expired has another root key"""
    repo["timestamp"]["expires"] = "2026-06-01T00:00:00Z"
    repo.assign("root", NEXT)


# Tags by name: annotated, edge, latest, two of nightly, stable, v1.0, v1.1, v2.0.
CHANGES_WITHOUT_RELEASES = [finding(f"lock-tag-{change}") for change in (
    "gone", "moved", "moved", "gone", "gone", "gone", "moved", "moved", "gone")]


@against(asked("pass", degraded("pass pass fail", finding("delegation-expired", "targets/releases"),
                                *CHANGES_WITHOUT_RELEASES,
                                roles=roles(**{"targets/releases": "expired", "targets/releases/nightly": None}))))
def lock_of_degraded(repo):
    """A delegation has expired: what it delegates is out of sight, and its tags are gone or another role's"""
    repo["targets/releases"]["expires"] = "2026-06-01T00:00:00Z"
