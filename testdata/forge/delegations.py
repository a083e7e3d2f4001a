# SPDX-License-Identifier: Apache-2.0
"""Cases: delegated roles, their certificates and paths."""

from forge.case import add, case, degraded, expired, finding, roles, target, trusted, untrusted
from forge.encoding import refused
from forge.keys import Key, certified

DROPPED_RELEASES = {"targets/releases/nightly": None}
PAST = "2026-06-01T00:00:00Z"
EXPIRED = finding("delegation-expired", "targets/alice", "/signed/expires", actual=PAST)
UNDER = finding("delegation-threshold-not-met", "targets/alice", "/signatures")
HASH = {"hashes": {"sha256": "mhTnM42VVRaogpcNHqp8KPks6o93jyoUiqKkve/5XUE="}, "length": 34}


# ---- dropped ----

@case(degraded("pass pass fail", EXPIRED, roles=roles({"targets/alice": "expired"})))
def delegation_expired(repo):
    """A delegation is past its expiry: clients go on without it"""
    repo["targets/alice"]["expires"] = PAST


@case(degraded("pass pass fail", finding("delegation-expired", "targets/alice", actual="no date"),
               roles=roles({"targets/alice": "expired"})))
def delegation_expires_missing(repo):
    """A delegation has no expiry"""
    del repo["targets/alice"]["expires"]


@case(degraded("pass fail pass", UNDER, roles=roles({"targets/alice": "below-threshold"})))
def delegation_threshold_not_met(repo):
    """A delegation is signed by a key that is not its own any more: clients go on without it"""
    repo.sign_with("targets/alice", certified("alice-second"))


@case(degraded("pass fail pass", UNDER, roles=roles({"targets/alice": "below-threshold"})))
def delegation_threshold_two(repo):
    """A delegation needs two keys, and one signed"""
    repo.assign("targets/alice", certified("alice"), certified("alice-second"), threshold=2,
                signers=[certified("alice")])


@case(degraded("pass fail pass", finding("delegation-threshold-not-met", "targets/releases"),
               roles=roles(DROPPED_RELEASES, **{"targets/releases": "below-threshold"}),
               targets={"edge": target("targets"), "latest": target("targets"), "old": target("targets"),
                        "v1.0": target("targets/alice", False, ["alice"]),
                        "v1.1": target("targets/alice", False, ["alice"]),
                        "v1.2-rc1": target("targets/alice", False, ["alice"])}))
def delegation_dropped_with_children(repo):
    """targets/releases is under its threshold: what it delegates is gone with it"""
    repo.sign_with("targets/releases", certified("alice"))


@case(degraded("pass pass fail", finding("delegation-expired", "targets/releases"),
               roles=roles(DROPPED_RELEASES, **{"targets/releases": "expired"})))
def delegation_expired_with_children(repo):
    """targets/releases is past its expiry: what it delegates is gone with it"""
    repo["targets/releases"]["expires"] = PAST


@case(degraded("pass pass fail", finding("delegation-expired", "targets/releases/nightly"),
               roles=roles({"targets/releases/nightly": "expired"})))
def delegation_nested_expired(repo):
    """A role two levels down is past its expiry"""
    repo["targets/releases/nightly"]["expires"] = PAST


@case(expired(finding("role-expired", "timestamp"), UNDER, checks="pass fail fail",
              roles=roles({"targets/alice": "below-threshold"}, timestamp="expired")))
def delegation_dropped_and_timestamp_expired(repo):
    """A delegation is under its threshold, and the timestamp past its expiry"""
    repo.sign_with("targets/alice", certified("alice-second"))
    repo["timestamp"]["expires"] = PAST


# ---- not published ----

def unpublished(*findings):
    return trusted(*findings, finding("delegation-unpublished", "targets/alice"),
                   roles=roles({"targets/alice": "unpublished"}))


def unreferenced(reason):
    """The file of targets/alice, of which no role is known."""
    return {"id": "file-unreferenced", "role": None, "file": "targets/alice.json", "actual": reason}


UNLISTED = unreferenced("the snapshot does not list it")


@case(unpublished())
def delegation_unpublished(repo):
    """A delegation is defined, and its signer has not published yet"""
    repo.list_as("targets/alice", lambda meta: None)
    repo.afterwards(lambda files: files.pop("targets/alice.json"))


@case(unpublished(UNLISTED))
def delegation_unlisted_file(repo):
    """The snapshot does not list a delegation, so its file is not looked at, even though it is not JSON"""
    repo.list_as("targets/alice", lambda meta: None)
    repo.edit("targets/alice", lambda data: b"nothing of the kind")


@case(unpublished(UNLISTED))
def delegation_listed_empty(repo):
    """The snapshot lists a delegation with neither hash nor length, which is as if it did not"""
    repo.list_as("targets/alice", lambda meta: {"hashes": {}, "length": 0})


@case(trusted(unreferenced("the snapshot lists it, but no role delegates to it"),
              roles=roles({"targets/alice": None})))
def delegation_undefined_file(repo):
    """A file of a role that nobody delegates to is not looked at"""
    repo["targets"]["delegations"]["roles"].pop(1)


# ---- twice ----

@case(untrusted("fail pass pass", finding("delegation-duplicate", "targets", "/signed/delegations/roles",
                                          actual="targets/alice"), roles={**roles(), "targets": "invalid"}, left_out=False))
def delegation_duplicate(repo):
    """A delegation is defined twice: clients refuse to load it again"""
    delegated = repo["targets"]["delegations"]["roles"]
    delegated.append(dict(delegated[1]))


@case(degraded("pass pass fail", EXPIRED, roles=roles({"targets/alice": "expired"})))
def delegation_duplicate_dropped(repo):
    """A delegation that is past its expiry is defined twice: clients drop it twice"""
    delegated = repo["targets"]["delegations"]["roles"]
    delegated.append(dict(delegated[1]))
    repo["targets/alice"]["expires"] = PAST


# ---- certificates ----

def add_certificate(name, certificate, description, wanted):
    add(f"delegation-certificate-{name}",
        lambda repo: repo.assign("targets/alice", certificate), description, wanted)


def bad_certificate(kind, *advice):
    return untrusted("pass fail pass", finding(kind, "targets/alice", file="targets.json"), *advice,
                     roles=roles({"targets/alice": "invalid"}))


PAST_CERTIFICATE = finding("delegation-certificate-expired", "targets/alice", file="targets.json")

add_certificate("expired", certified("alice-expired"),
                "The dates of a delegation's certificate do not matter to clients", trusted(PAST_CERTIFICATE))
add_certificate("sha1", certified("alice-sha1"), "A delegation's certificate is signed with SHA-1",
                bad_certificate("certificate-sha1"))
add_certificate("inverted", certified("alice-inverted"), "A delegation's certificate ends before it begins",
                bad_certificate("certificate-dates-inverted", PAST_CERTIFICATE))
add_certificate("weak", certified("alice-rsa-1024"), "A delegation's certificate has an RSA key of 1024 bits",
                bad_certificate("certificate-weak-key"))
add_certificate("bundle", certified("alice-issued", "intermediate", "ca"),
                "A delegation's certificate comes with those of its issuers", trusted())


@case(bad_certificate("certificate-sha1"))
def delegation_certificate_sha1_unused(repo):
    """A delegation's second key has a certificate that is signed with SHA-1, which clients refuse unused"""
    repo.assign("targets/alice", certified("alice"), certified("alice-sha1"), signers=[certified("alice")])


@case(bad_certificate("certificate-malformed"), difference="D10")
def delegation_bundle_with_other_text(repo):
    """A text stands before a delegation's certificate, which clients pass over"""
    key = certified("alice")
    repo.assign("targets/alice", Key(key.type, b"a certificate:\n" + key.public, key.private))


@case(bad_certificate("certificate-malformed"), difference="D11")
def delegation_certificate_malformed(repo):
    """A delegation's second key is not a certificate, though it begins like one"""
    broken = Key("ecdsa-x509", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", None)
    repo.assign("targets/alice", certified("alice"), broken, signers=[certified("alice")])


@case(unpublished(UNLISTED))
def delegation_certificate_sha1_unpublished(repo):
    """The certificate of a delegation that has not published is not looked at"""
    repo.assign("targets/alice", certified("alice-sha1"))
    repo.list_as("targets/alice", lambda meta: None)


@case(untrusted("pass fail pass", finding("certificate-sha1", "targets/releases/nightly", file="targets/releases.json"),
                finding("key-in-several-roles", "targets/releases/nightly", file="targets/releases.json"),
                roles=roles({"targets/releases/nightly": "invalid"})))
def delegation_nested_certificate_sha1(repo):
    """A role two levels down has a certificate that is signed with SHA-1"""
    repo.assign("targets/releases/nightly", certified("alice-sha1"))


# ---- paths ----

OUTSIDE = "every tag within the role's paths"


@case(trusted(finding("target-outside-paths", "targets/alice", "/signed/targets", OUTSIDE)))
def target_outside_paths(repo):
    """A delegation lists a tag that its paths do not permit: it counts for nothing"""
    repo["targets/alice"]["targets"]["latest"] = repo["targets/releases"]["targets"]["latest"]


@case(trusted(finding("target-outside-paths", "targets/alice", "/signed/targets")))
def paths_none(repo):
    """A delegation without paths may sign nothing"""
    repo.definition("targets/alice")["paths"] = []


@case(trusted(finding("target-outside-paths", "targets/alice", "/signed/targets")))
def paths_are_no_globs(repo):
    """A path with an asterisk is a prefix like any other"""
    repo.definition("targets/alice")["paths"] = ["v*"]


def nested(repo, paths, *tags):
    """A role below targets/alice, whose own path is v1."""
    repo.delegate("targets/alice/team", certified("alice-second"), paths, dict.fromkeys(tags, HASH))


NESTED = roles({"targets/alice/team": "valid"})


@case(trusted(finding("target-outside-paths", "targets/alice/team", "/signed/targets"), roles=NESTED))
def paths_of_nested_role(repo):
    """A nested role's path counts only beneath one of its parent's: v1.9 does, v2 does not"""
    nested(repo, ["v1.9", "v2"], "v1.9-team", "v2-team")


@case(trusted(finding("target-outside-paths", "targets/alice/team", "/signed/targets"), roles=NESTED))
def paths_wider_than_parent(repo):
    """A nested role's path is wider than its parent's and counts for nothing, not even in part"""
    nested(repo, [""], "v1.9-team")


@case(refused("targets/alice/team", "hash-mismatch", ""))
def delegation_nested_hash_mismatch(repo):
    """A role that was added two levels down is not the file that the snapshot lists"""
    nested(repo, ["v1"], "v1.9-team")
    repo.list_as("targets/alice/team", lambda meta: {**meta, "hashes": {"sha256": HASH["hashes"]["sha256"]}})
