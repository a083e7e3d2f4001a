# SPDX-License-Identifier: Apache-2.0
"""Cases: hashes, lengths and dates between files that are each well-formed."""

from forge import canonical
from forge.case import add, case, expired, finding, roles, trusted, untrusted
from forge.encoding import refused
from forge.repository import team_app

BELOW = {"root": "snapshot", "targets": "snapshot", "snapshot": "timestamp", "targets/alice": "snapshot",
         "targets/releases": "snapshot", "targets/releases/nightly": "snapshot"}
ZERO = canonical.b64(bytes(32))


# ---- hashes ----

def with_hashes(**hashes):
    """None takes one away."""
    def change(meta):
        merged = {**meta["hashes"], **hashes}
        return {**meta, "hashes": {name: value for name, value in merged.items() if value is not None}}
    return change


def mismatch(role, **other):
    if role != "root":
        return refused(role, "hash-mismatch", "", **other)
    # it was decoded long before the snapshot told its hashes
    return untrusted("fail pass pass", finding("hash-mismatch", role, "", **other), roles=roles(root="invalid"))


for hashed in BELOW:
    add(f"hash-mismatch-{hashed.replace('/', '-')}",
        lambda repo, role=hashed: repo.list_as(role, with_hashes(sha256=ZERO)),
        f"{hashed}.json is not the file that the {BELOW[hashed]} lists",
        mismatch(hashed, expected="00" * 32))


@case(mismatch("targets"))
def hash_mismatch_sha512(repo):
    """The sha512 is wrong, the sha256 is right"""
    repo.list_as("targets", with_hashes(sha512=canonical.b64(bytes(64))))


@case(mismatch("targets/alice"))
def hash_mismatch_same_values(repo):
    """A delegation's file was written anew with the same values and signatures"""
    def turn_round(files):
        signed, signatures = files["targets/alice.json"][1:-1].split(b',"signatures"')
        files["targets/alice.json"] = b'{"signatures"' + signatures + b"," + signed + b"}"
    repo.afterwards(turn_round)


@case(mismatch("targets/alice"))
def tampered_delegation(repo):
    """A digit of a tag's digest was changed in a delegation's file"""
    digest = repo["targets/alice"]["targets"]["v1.0"]["hashes"]["sha256"]
    repo.afterwards_in("targets/alice.json", digest.encode(), b"A" + digest[1:].encode())


@case(mismatch("targets"))
def tampered_targets(repo):
    """A tag was renamed in targets.json"""
    repo.afterwards_in("targets.json", b'"old"', b'"new"')


@case(untrusted("fail fail pass", finding("threshold-not-met", "root", "/signatures"),
                finding("hash-mismatch", "root", ""), finding("signature-invalid", "root"),
                roles=roles(root="invalid")))
def tampered_root(repo):
    """The expiry in root.json was put off"""
    repo.afterwards_in("root.json", b'"expires":"2029', b'"expires":"2099')


@case(mismatch("snapshot"))
def mixed_versions(repo):
    """snapshot.json is an older one, though its signature is right, and lists older targets"""
    older = team_app()
    older["targets"]["version"] -= 1
    repo.afterwards(lambda files: files.update({"snapshot.json": older.write()["snapshot.json"]}))


@case(trusted())
def hash_unknown_beside(repo):
    """A hash of an algorithm that no client knows stands beside a sha256"""
    repo.list_as("targets", with_hashes(md5=canonical.b64(bytes(16))))
    repo.list_as("snapshot", with_hashes(blake2b=canonical.b64(b"?")))


@case(trusted())
def hash_sha256_alone(repo):
    """No file is listed with a sha512"""
    for name in BELOW:
        repo.list_as(name, with_hashes(sha512=None))


@case(trusted())
def hash_sha512_alone_of_delegation(repo):
    """A delegation is listed with a sha512 alone"""
    repo.list_as("targets/alice", with_hashes(sha256=None))


@case(refused("targets/alice", "hash-unsupported", ""))
def hash_unsupported(repo):
    """A delegation is listed with a hash of an algorithm that no client knows"""
    repo.list_as("targets/alice", lambda meta: {"hashes": {"md5": ZERO}, "length": meta["length"]})


@case(refused("targets/alice", "hash-unsupported", ""))
def hash_none_of_delegation(repo):
    """A delegation is listed with a length and no hash"""
    repo.list_as("targets/alice", lambda meta: {"hashes": {}, "length": meta["length"]})


@case(mismatch("targets/alice"))
def hash_size_of_delegation(repo):
    """A delegation's listed sha256 has 31 bytes"""
    repo.list_as("targets/alice", with_hashes(sha256=canonical.b64(bytes(31))))


LISTS = (
    ("missing-timestamp", "timestamp", "hash-missing", "snapshot", with_hashes(sha256=None), "snapshot/hashes/sha256"),
    ("missing-root", "snapshot", "hash-missing", "root", with_hashes(sha256=None), "root/hashes/sha256"),
    ("missing-targets", "snapshot", "hash-missing", "targets", lambda meta: None, "targets/hashes/sha256"),
    ("missing-snapshot", "timestamp", "hash-missing", "snapshot", lambda meta: None, "snapshot/hashes/sha256"),
    ("size-sha256", "timestamp", "hash-size", "snapshot", with_hashes(sha256=canonical.b64(bytes(31))),
     "snapshot/hashes/sha256"),
    ("size-sha512", "snapshot", "hash-size", "targets", with_hashes(sha512=canonical.b64(bytes(32))),
     "targets/hashes/sha512"),
    ("size-empty", "snapshot", "hash-size", "root", with_hashes(sha256=""), "root/hashes/sha256"),
)


def add_list(name, above, kind, listed, change, place):
    add(f"hash-{name}", lambda repo: repo.list_as(listed, change),
        f"{above}.json does not list {listed}.json as it must: {name.replace('-', ' ')}",
        refused(above, kind, f"/signed/meta/{place}"))


for row in LISTS:
    add_list(*row)


@case(trusted())
def snapshot_lists_more(repo):
    """The snapshot lists a role that nobody defines"""
    repo["snapshot"]["meta"]["targets/nobody"] = canonical.file_meta(b"")


# ---- lengths ----

def with_length(change):
    return lambda meta: {**meta, "length": change(meta["length"])}


def too_long(role):
    return refused(role, "length-exceeded", "")


@case(too_long("targets/alice"))
def length_exceeded(repo):
    """A delegation's file is one byte longer than listed, though its hashes match"""
    repo.list_as("targets/alice", with_length(lambda length: length - 1))


@case(too_long("snapshot"))
def length_zero(repo):
    """The timestamp lists a length of 0"""
    repo.list_as("snapshot", with_length(lambda length: 0))


@case(too_long("targets"))
def length_negative(repo):
    """The snapshot lists a length of -2"""
    repo.list_as("targets", with_length(lambda length: -2))


@case(trusted(finding("length-differs", "targets", "")))
def length_not_reached(repo):
    """A file is shorter than listed, and its hashes match"""
    repo.list_as("targets", with_length(lambda length: length + 100))


@case(trusted())
def length_unlimited(repo):
    """A length of -1 means none to clients"""
    repo.list_as("targets/alice", with_length(lambda length: -1))


@case(trusted())
def length_of_root(repo):
    """No length is held against root.json, which is read before the snapshot is known"""
    repo.list_as("root", with_length(lambda length: 1))


# ---- dates ----

TOP_ROLES = ("root", "timestamp", "snapshot", "targets")


def past(role):
    return finding("role-expired", role, "/signed/expires", "2026-12-01T00:00:00Z or later", "2026-06-01T00:00:00Z")


for dated in TOP_ROLES:
    add(f"expired-{dated}", lambda repo, role=dated: repo[role].update({"expires": "2026-06-01T00:00:00Z"}),
        f"{dated}.json is past its expiry", expired(past(dated), roles=roles({dated: "expired"})))


@case(expired(*map(past, TOP_ROLES), finding("delegation-expired", "targets/releases", "/signed/expires"),
              finding("delegation-expired", "targets/alice", "/signed/expires"),
              roles={**dict.fromkeys((*TOP_ROLES, "targets/releases", "targets/alice"), "expired")}))
def expired_all(repo):
    """Everything is past its expiry, as in an archive"""
    for name in repo.roles:
        repo[name]["expires"] = "2026-06-01T00:00:00Z"


@case(expired(finding("role-expired", "targets", "/signed/expires", actual="no date"), roles=roles(targets="expired")))
def expires_missing(repo):
    """No date at all is a date in the past to clients"""
    del repo["targets"]["expires"]


@case(expired(finding("role-expired", "snapshot", "/signed/expires"), roles=roles(snapshot="expired")))
def expires_a_nanosecond_before(repo):
    """A role expires a nanosecond before the moment of evaluation"""
    repo["snapshot"]["expires"] = "2026-11-30T23:59:59.999999999Z"


@case(trusted())
def expires_at_the_moment(repo):
    """A role expires at the moment of evaluation, which is not before it"""
    repo["snapshot"]["expires"] = "2026-12-01T00:00:00Z"


@case(trusted())
def expires_with_offset(repo):
    """An expiry has an offset, by which it is after the moment of evaluation, and a fraction"""
    repo["timestamp"]["expires"] = "2026-11-30T23:30:00.25-01:00"
    repo["targets"]["expires"] = "2029-11-20T04:33:07.1234567891+00:00"


@case(expired(finding("role-expired", "timestamp", "/signed/expires", actual="2026-11-30T23:30:00Z"),
              roles=roles(timestamp="expired")))
def expires_with_offset_before(repo):
    """An expiry has an offset, by which it is before the moment of evaluation"""
    repo["timestamp"]["expires"] = "2026-12-01T00:30:00+01:00"
