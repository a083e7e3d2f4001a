# SPDX-License-Identifier: Apache-2.0
"""Cases: what a reviewer should know although the chain holds."""

import json

from forge.case import AT, BASE_ADVICE, METADATA, add, case, degraded, finding, incomplete, only, roles, trusted
from forge.case import unchanged, untrusted
from forge.keys import GUN, bare, certified
from forge.repository import Signer

ROOT_ONE, OPEN_RELEASES = BASE_ADVICE["root-threshold-one"], BASE_ADVICE["delegation-all-paths"]
NOBODY = {"user": "nobody"}
MORE = "of this kind, which are not listed"
SHOWN = 32  # findings of one kind


def of_alice(kind, **other):
    return finding(kind, "targets/alice", file="targets.json", **other)


def key_place(key):
    return f"/signed/delegations/keys/{key.id}"


def with_alice(key, signer=None):
    return lambda repo: repo.assign("targets/alice", key, signers=[signer or key])


add("advice-base", unchanged, "What reviewers are told of the repository that cases are made from",
    trusted(advice=[ROOT_ONE, OPEN_RELEASES]))


# ---- dates of certificates ----

BEGINS_LATER = of_alice("delegation-certificate-not-yet-valid", pointer=key_place(certified("alice-future")),
                        expected=f"one valid at {AT}", actual="CN=alice, which begins at 2026-12-01T00:00:01Z")
ISSUER_PAST = of_alice("delegation-certificate-expired",
                       actual="CN=Test issuing CA, which ended at 2025-08-08T00:00:00Z")
SOON = of_alice("certificate-expires-soon", pointer=key_place(certified("alice-ending")),
                expected=f"one valid for 180 days after {AT}", actual="CN=alice, which ends at 2027-03-01T00:00:00Z")

add("delegation-certificate-not-yet-valid", with_alice(certified("alice-future")),
    "A delegation's certificate begins a second later, which clients do not mind", trusted(BEGINS_LATER))
add("delegation-certificate-issuer-expired", with_alice(certified("alice-issued", "intermediate-expired")),
    "A delegation's certificate is in date, that of its issuer is not", trusted(ISSUER_PAST))
add("delegation-certificate-expired-unpublished",
    lambda repo: (repo.assign("targets/alice", certified("alice-expired")),
                  repo.list_as("targets/alice", lambda meta: None),
                  repo.afterwards(lambda files: files.pop("targets/alice.json"))),
    "The certificate of a delegation that has not published yet is past its last day",
    trusted(of_alice("delegation-certificate-expired"), finding("delegation-unpublished", "targets/alice"),
            roles=roles({"targets/alice": "unpublished"})))


def add_ending(name, options, description, wanted):
    add(f"certificate-expires-soon-{name}", with_alice(certified("alice-ending")), description, wanted, options=options)


add_ending("delegation", (), "A delegation's certificate ends in 90 days", trusted(SOON))
add_ending("within", ("--warn-within", "90d"), "A certificate ends in 90 days, and so many are asked for",
           trusted({**SOON, "expected": f"one valid for 90 days after {AT}"}))
add_ending("later", ("--warn-within", "89d"), "A certificate ends in 90 days, and 89 are asked for", trusted())
add_ending("never", ("--warn-within", "0d"), "No warning is asked for of certificates that end", trusted())
add("certificate-expires-soon-root", lambda repo: repo.assign("root", certified("root-ending")),
    "The root certificate ends in 90 days",
    trusted(finding("certificate-expires-soon", "root", f"/signed/keys/{certified('root-ending').id}")))
add("certificate-expires-soon-issuer",
    lambda repo: repo.assign("root", certified("root-issued", "intermediate-ending")),
    "The certificate of the root certificate's issuer ends in 90 days",
    trusted(finding("certificate-expires-soon", "root",
                    actual="CN=Test issuing CA, which ends at 2027-03-01T00:00:00Z")))
add("certificate-expires-soon-all", unchanged, "Everything ends within a century",
    trusted(*(finding("certificate-expires-soon", role) if role == "root" else
              finding("certificate-expires-soon", role, file=role.rsplit("/", 1)[0] + ".json")
              for role in ("root", "targets/releases", "targets/releases/nightly", "targets/alice"))),
    options=("--warn-within", "100y"))


# ---- bundles ----

BUNDLES = (
    ("leaf-missing", certified("alice", "ca"), "it has no leaf certificate"),
    ("leaves-two", certified("alice-issued", "root-next"), "it has more than one leaf certificate"),
    ("leaf-not-first", certified("intermediate", "alice-issued"), "its leaf certificate is not the first"),
)


def add_bundle(name, key, problem):
    add(f"delegation-key-bundle-{name}", with_alice(key), f"The bundle of a delegation's key is odd: {problem}",
        trusted(of_alice("delegation-key-bundle", pointer=key_place(key), actual=problem)))


for row in BUNDLES:
    add_bundle(*row)


# ---- one key in several roles ----

def shared(role, actual, file="targets.json"):
    return trusted(finding("key-in-several-roles", role, file=file, actual=actual))


@case(shared("timestamp", "timestamp and snapshot", "root.json"))
def key_in_several_roles_of_root(repo):
    """Two top-level roles have one key"""
    repo.assign("snapshot", bare("timestamp"))


@case(shared("root", "root and targets/alice", "root.json"))
def key_in_several_roles_root(repo):
    """A delegation has the root's key, without its certificate"""
    repo.assign("targets/alice", bare("root"))


def join_bob(repo, key):
    """A second signer."""
    repo.delegate("targets/bob", key, ["v2"], {"v2.0": repo["targets/releases"]["targets"]["v2.0"]})


BOB = roles({"targets/bob": "valid"})


@case(trusted(of_alice("key-in-several-roles", actual="targets/alice and targets/bob"), roles=BOB))
def key_in_several_roles_of_signers(repo):
    """Two signers have one key, under two IDs"""
    join_bob(repo, bare("alice"))


@case(trusted(finding("key-in-several-roles", "targets/releases", file="targets.json",
                      actual="targets/releases, targets/alice and targets/bob"), roles=BOB))
def key_in_several_roles_three(repo):
    """Two signers have one key, which targets/releases has as well"""
    join_bob(repo, certified("alice"))
    repo.assign("targets/releases", certified("releases"), certified("alice"))


@case(shared("targets/releases", "targets/releases and targets/releases/nightly"))
def key_in_several_roles_nested(repo):
    """A delegation of targets/releases has its key"""
    repo.assign("targets/releases/nightly", certified("releases"))


@case(trusted())
def key_of_signer_in_releases(repo):
    """A signer's key is in the signer's role and in targets/releases, as docker does it"""
    repo.assign("targets/releases", certified("releases"), certified("alice"))


@case(trusted())
def key_of_signer_in_releases_bare(repo):
    """A signer's key is in targets/releases without its certificate"""
    repo.assign("targets/releases", certified("releases"), bare("alice"))


@case(trusted())
def key_repeated_where_one_is_enough(repo):
    """A role whose threshold is 1 lists one key twice, as when its certificate is renewed"""
    repo.assign("targets/alice", certified("alice"), certified("alice-issued"), signers=[certified("alice-issued")])


# ---- keys that do not sign ----

@case(trusted(advice=[ROOT_ONE, finding("key-without-signature", "targets/releases", file="targets.json",
                                        pointer=key_place(certified("alice-second"))), OPEN_RELEASES]))
def key_without_signature(repo):
    """Of two keys of targets/releases one has signed"""
    repo.assign("targets/releases", certified("releases"), certified("alice-second"),
                signers=[certified("releases")])


@case(trusted())
def key_with_signature_elsewhere(repo):
    """A signer's key has signed for the signer's role, and not for targets/releases"""
    repo.assign("targets/releases", certified("releases"), certified("alice"), signers=[certified("releases")])


@case(trusted(finding("signature-invalid", "targets/releases")))
def key_with_invalid_signature(repo):
    """Of a key whose signature does not verify is not said that it did not sign"""
    second = certified("alice-second")
    repo.assign("targets/releases", certified("releases"), second,
                signers=[certified("releases"), Signer(certified("alice"), key_id=second.id)])


@case(trusted(finding("delegation-unpublished", "targets/alice"), roles=roles({"targets/alice": "unpublished"})))
def key_without_file(repo):
    """Of the keys of a delegation that has not published is not said that they did not sign"""
    repo.assign("targets/alice", certified("alice"), certified("alice-second"))
    repo.list_as("targets/alice", lambda meta: None)
    repo.afterwards(lambda files: files.pop("targets/alice.json"))


# ---- delegations ----

OPEN_ALICE = finding("delegation-all-paths", "targets/alice", "/signed/delegations/roles/1/paths", file="targets.json")


@case(trusted(advice=[ROOT_ONE, OPEN_RELEASES, OPEN_ALICE]))
def delegation_all_paths(repo):
    """A signer may sign every tag"""
    repo.definition("targets/alice")["paths"] = ["v1", ""]


@case(trusted(advice=[ROOT_ONE]))
def delegation_all_paths_none(repo):
    """No delegation may sign every tag"""
    tags = repo["targets/releases"]["targets"]
    repo.definition("targets/releases")["paths"] = sorted({"nightly", *tags})


@case(trusted(advice=[ROOT_ONE, OPEN_RELEASES, finding("delegation-empty", "targets/alice", "/signed/targets")]))
def delegation_empty(repo):
    """A signer has published a file without tags and delegations"""
    repo["targets/alice"]["targets"] = {}


@case(trusted(roles=roles({"targets/alice/team": "valid"})))
def delegation_empty_but_delegates(repo):
    """A signer has published no tags, and delegates"""
    repo.delegate("targets/alice/team", certified("alice-second"), ["v1"], repo["targets/alice"]["targets"])
    repo["targets/alice"]["targets"] = {}


# ---- files that nothing refers to ----

def stray(path, reason="the snapshot does not list it"):
    return {"id": "file-unreferenced", "role": None, "file": path, "actual": reason}


def add_file(*paths):
    def build(repo):
        repo.files.update({path: b"{}" for path in paths})
    return build


def add_strays(name, description, *rows, **other):
    add(f"file-unreferenced{name}", add_file(*(row[0] for row in rows)), description,
        trusted(*(stray(*row) for row in rows)), **other)


NO_ROLE = "its name is not that of a role's file"

add_strays("", "A role's file is there that the snapshot does not list", ("targets/mallory.json",))
add_strays("-kinds", "Files are in the metadata folder that no client reads",
           ("notes.txt", NO_ROLE), ("old/root.json",), ("root.json.bak", NO_ROLE), ("targets/.hidden", NO_ROLE),
           ("targets/1.root.json",), ("targets/Alice.json",))
add("file-unreferenced-link", unchanged, "A link is in the metadata folder that leads to nothing",
    trusted(stray("targets/mallory.json")), setup=[{"symlink": f"{METADATA}/targets/mallory.json", "to": "nothing"}])
add("file-unreferenced-link-out", unchanged, "A link is in the metadata folder that leads out of the argument",
    trusted(stray("targets/mallory.json")),
    setup=[{"symlink": f"{METADATA}/targets/mallory.json", "to": "../../../../../../../expect.json"}])
add("file-unreferenced-fifo", unchanged, "A FIFO is in the metadata folder",
    trusted(stray("targets/mallory.json")), setup=[{"fifo": f"{METADATA}/targets/mallory.json"}])
add("file-referenced-twice", unchanged, "A link in the metadata folder leads to a file that is read",
    trusted(), setup=[{"symlink": f"{METADATA}/latest.json", "to": "targets.json"}])
add("file-unreferenced-folder-of-link", unchanged, "A link in the metadata folder leads to a folder: it is not entered",
    trusted(), setup=[{"symlink": f"{METADATA}/up", "to": ".."}])


MANY = [f"targets/m{number:02}.json" for number in range(SHOWN + 8)]
add("file-unreferenced-many", add_file(*MANY), "Many files are in the metadata folder that no client reads",
    trusted(*map(stray, MANY[:SHOWN]), {"id": "file-unreferenced", "file": None, "message": f"and 8 more {MORE}"}))


@case(untrusted("fail pass pass", finding("hash-mismatch", "snapshot"), finding("reference-unavailable", "targets"),
                roles=only("root", "timestamp", "targets", snapshot="invalid")))
def file_of_unsound_snapshot(repo):
    """A snapshot that is not the listed one says nothing of files"""
    add_file("targets/mallory.json")(repo)
    repo.afterwards_in("snapshot.json", b'"expires":"2029', b'"expires":"2099')


PAST = "2026-06-01T00:00:00Z"


@case(degraded("pass pass fail", finding("delegation-expired", "targets/releases"),
               stray("targets/releases/mallory.json"),
               roles=roles({"targets/releases": "expired", "targets/releases/nightly": None})))
def file_below_dropped_delegation(repo):
    """What stands below a delegation that clients drop is listed, if the snapshot lists it"""
    add_file("targets/releases/mallory.json")(repo)
    repo["targets/releases"]["expires"] = PAST


add("files-not-listed", unchanged, "A folder of delegations may be searched, and not listed",
    trusted(advice=[ROOT_ONE, OPEN_RELEASES, {"id": "files-not-listed", "role": None, "file": "targets",
                                              "actual": "Permission denied"}]),
    setup=[{"mode": f"{METADATA}/targets", "value": "311"}], **NOBODY)


# ---- staged changes ----

CHANGELIST = f"tuf/{GUN}/changelist"
NAMES = [f"0179523558809924{number:04}_0c26e6c6-2088-4331-99d9-7cba8160db3f.change" for number in range(SHOWN + 8)]


def change(action, role, kind, path, data="e30="):
    return json.dumps({"action": action, "role": role, "type": kind, "path": path, "data": data}).encode()


def staged(kind, number, actual, pointer="", **other):
    return {"id": f"change-{kind}", "role": None, "file": f"../changelist/{NAMES[number]}", "pointer": pointer,
            "actual": actual, **other}


def add_changes(name, description, changes, wanted, arguments=("tuf",), **other):
    """changes: the content of each file, and what is said of it."""
    add(f"change-{name}", unchanged, description, trusted(advice=[ROOT_ONE, OPEN_RELEASES, *wanted]),
        extra=lambda: {f"{CHANGELIST}/{NAMES[number]}": data for number, data in enumerate(changes)},
        arguments=arguments, **other)


KINDS = (
    (change("create", "targets/releases", "target", "v3.0"), 'add the tag "v3.0" to targets/releases'),
    (change("delete", "targets", "target", "old", None), 'remove the tag "old" from targets'),
    (change("create", "targets/bob", "delegation", ""), "add keys or paths to the delegation targets/bob"),
    (change("update", "targets/bob", "delegation", ""), "change the delegation targets/bob"),
    (change("delete", "targets/bob", "delegation", "", None), "remove the delegation targets/bob"),
    (change("create", "root", "role", "snapshot"), "replace the keys of the role snapshot"),
    (change("update", "targets/alice", "witness", "", None), "sign anew the role targets/alice"),
    (change("paint", "\x1b[2Jred", "wall", "\u202e"), 'do "paint" to the wall "\u202e" of \x1b[2Jred'),
    (b"{}", 'do "" to the  "" of '),
)
add_changes("unpublished", "Changes of every kind are staged and not published", [row[0] for row in KINDS],
            [staged("unpublished", number, row[1]) for number, row in enumerate(KINDS)])

BAD = (
    (b"not JSON", None, ""),
    (b"[]", None, ""),
    (b'{"action":1}', "/action", "1"),
    (change("create", "targets", "target", "v3.0", "?"), "/data", None),
    (b'{"Action":"create"}', None, None),
)


def bad(number, pointer, actual):
    wanted = staged("unreadable", number, actual, pointer)
    return {name: value for name, value in wanted.items() if value not in (None, "") or name == "role"}


add_changes("unreadable", "Staged changes cannot be read", [row[0] for row in BAD],
            [bad(number, *row[1:]) for number, row in enumerate(BAD)])
add_changes("unreadable-files", "Staged changes are no files that can be read, and a folder is none", [],
            [staged("unreadable", 0, "a FIFO", None), staged("unreadable", 1, "one that is too large", None),
             staged("unreadable", 2, "nothing", None)],
            setup=[{"fifo": f"{CHANGELIST}/{NAMES[0]}"}, {"sparse": f"{CHANGELIST}/{NAMES[1]}", "bytes": (256 << 10) + 1},
                   {"symlink": f"{CHANGELIST}/{NAMES[2]}", "to": "nothing"},
                   {"directory": f"{CHANGELIST}/{NAMES[3]}"}])
add_changes("unpublished-many", "Many changes are staged", [KINDS[0][0]] * len(NAMES),
            [*(staged("unpublished", number, KINDS[0][1]) for number in range(SHOWN)),
             {"id": "change-unpublished", "file": None, "message": f"and 8 more {MORE}"}])
add_changes("beside-argument", "Changes that are staged beside the argument are not looked at", [KINDS[0][0]], [],
            arguments=(METADATA,))


add("change-unpublished-alone", lambda repo: repo.afterwards(lambda files: files.clear()),
    "Changes are staged, and there is no metadata",
    incomplete(finding("file-missing", "root"), finding("chain-stopped", "root"), roles=only(root="missing"),
               advice=[staged("unpublished", 0, KINDS[0][1])]),
    extra=lambda: {f"{CHANGELIST}/{NAMES[0]}": KINDS[0][0]}, setup=[{"directory": METADATA}])
