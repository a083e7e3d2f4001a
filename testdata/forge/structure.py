# SPDX-License-Identifier: Apache-2.0
"""Cases: fields that are missing, or hold what they must not."""

from forge.case import add, case, roles, trusted
from forge.encoding import refused
from forge.keys import bare

LONG_NAME = "targets/" + "a" * 248  # 256 bytes


# ---- envelopes ----

@case(refused("targets", "field-missing", "/signed"))
def signed_missing(repo):
    """targets.json has no signed part"""
    repo.edit("targets", lambda data: b'{"signatures":[]}')


@case(refused("targets/alice", "field-missing", "/signed"))
def signed_null(repo):
    """The signed part of a delegation is null"""
    repo.edit("targets/alice", lambda data: b'{"signed":null,"signatures":[]}')


@case(refused("snapshot", "field-type", ""))
def document_array(repo):
    """snapshot.json is an array"""
    repo.edit("snapshot", lambda data: b"[" + data + b"]")


@case(refused("timestamp", "field-type", "/signed"))
def signed_text(repo):
    """The signed part of timestamp.json is a text"""
    repo.edit("timestamp", lambda data: b'{"signed":"e30=","signatures":[]}')


@case(refused("root", "field-type", "/signatures"))
def signatures_object(repo):
    """The signatures of root.json are an object"""
    repo.edit("root", lambda data: data.replace(b'"signatures":[', b'"signatures":{"0":').replace(b"}]}", b"}}}"))


# ---- what is signed ----

def put(role, value, *path):
    """Sets, or with None takes away, what a path leads to in the signed part of a role."""
    def build(repo):
        node = repo[role]
        for name in path[:-1]:
            node = node[name]
        if value is None:
            del node[path[-1]]
        else:
            node[path[-1]] = value
    return build


def pointer(path):
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in ("signed", *path))


FIELDS = (
    ("version-text", "timestamp", "field-type", "4", ("version",), "A version is a text"),
    ("version-zero", "timestamp", "version-invalid", 0, ("version",), "A version is 0"),
    ("version-negative", "snapshot", "version-invalid", -1, ("version",), "A version is negative"),
    ("version-missing", "targets", "version-invalid", None, ("version",), "There is no version"),
    ("version-zero-delegation", "targets/alice", "version-invalid", 0, ("version",), "A delegation's version is 0"),
    ("version-zero-root", "root", "version-invalid", 0, ("version",), "The root's version is 0"),
    ("type-other", "timestamp", "role-type", "Snapshot", ("_type",), "timestamp.json says that it is a snapshot"),
    ("type-lower-case", "targets", "role-type", "targets", ("_type",), "The type is in lower case"),
    ("type-missing", "root", "role-type", None, ("_type",), "There is no type"),
    ("type-of-delegation", "targets/alice", "role-type", "targets/alice", ("_type",),
     "A delegation's type is its name"),
    ("expires-date", "targets", "expires-format", "2029-11-20", ("expires",), "An expiry is a date without a time"),
    ("expires-no-such-day", "snapshot", "expires-format", "2029-02-29T00:00:00Z", ("expires",),
     "An expiry is on a day that is not"),
    ("expires-leap-second", "timestamp", "expires-format", "2029-12-31T23:59:60Z", ("expires",),
     "An expiry is in a leap second"),
    ("expires-without-zone", "targets", "expires-format", "2029-11-20T04:33:07", ("expires",),
     "An expiry has no zone"),
    ("expires-lower-case", "targets", "expires-format", "2029-11-20t04:33:07z", ("expires",),
     "An expiry has lower-case letters"),
    ("expires-hour-of-one-digit", "targets", "expires-format", "2029-11-20T4:33:07Z", ("expires",),
     "An expiry has an hour of one digit"),
    ("expires-comma", "targets", "expires-format", "2029-11-20T04:33:07,5Z", ("expires",),
     "An expiry has a comma before its fraction"),
    ("expires-empty", "targets/alice", "expires-format", "", ("expires",), "An expiry is empty"),
    ("expires-number", "root", "field-type", 1890000000, ("expires",), "An expiry is a number"),
    ("targets-array", "targets", "field-type", [], ("targets",), "The targets are an array"),
    ("target-text", "targets", "field-type", "sha256", ("targets", "old"), "A target is a text"),
    ("length-text", "targets/alice", "field-type", "16", ("targets", "v1.0", "length"), "A length is a text"),
    ("hash-array", "targets", "field-type", [1, 2], ("targets", "old", "hashes", "sha256"),
     "A hash is an array of numbers"),
    ("hash-hexadecimal", "targets", "base64-invalid", "9a14e", ("targets", "old", "hashes", "sha256"),
     "A hash is not base64"),
    ("meta-text", "snapshot", "field-type", "", ("meta",), "What the snapshot lists is a text"),
    ("delegations-array", "targets", "field-type", [], ("delegations",), "The delegations are an array"),
    ("delegation-roles-object", "targets", "field-type", {}, ("delegations", "roles"),
     "The delegated roles are an object"),
    ("consistent-snapshot-text", "root", "field-type", "false", ("consistent_snapshot",),
     "consistent_snapshot is a text"),
    ("roles-missing", "root", "role-undefined", None, ("roles",), "root.json defines no roles"),
    ("role-missing", "root", "role-undefined", None, ("roles", "timestamp"), "root.json does not define timestamp"),
    ("role-array", "root", "field-type", [], ("roles", "targets"), "A role of root.json is an array"),
    ("threshold-zero", "root", "threshold-invalid", 0, ("roles", "timestamp", "threshold"), "A threshold is 0"),
    ("threshold-negative", "root", "threshold-invalid", -1, ("roles", "root", "threshold"),
     "The root's threshold is negative"),
    ("threshold-missing", "root", "threshold-invalid", None, ("roles", "snapshot", "threshold"),
     "A role has no threshold"),
    ("threshold-text", "root", "field-type", "1", ("roles", "targets", "threshold"), "A threshold is a text"),
    ("threshold-zero-delegation", "targets", "threshold-invalid", 0, ("delegations", "roles", 0, "threshold"),
     "A delegation's threshold is 0"),
    ("keyids-text", "root", "field-type", bare("targets").id, ("roles", "targets", "keyids"),
     "The key IDs of a role are a text"),
    ("keys-missing", "root", "key-undefined", None, ("keys",), "root.json lists no keys"),
    ("keys-null-delegation", "targets", "key-undefined", None, ("delegations", "keys"),
     "targets.json lists no keys for its delegations"),
    ("key-text", "root", "field-type", "key", ("keys", bare("targets").id), "A key is a text"),
    ("key-not-base64", "root", "base64-invalid", "PEM", ("keys", bare("targets").id, "keyval", "public"),
     "A key is not base64"),
    ("delegation-name-upper-case", "targets", "delegation-name", "targets/Alice", ("delegations", "roles", 1, "name"),
     "A delegation's name has a capital letter"),
    ("delegation-name-grandchild", "targets", "delegation-name", "targets/a/b", ("delegations", "roles", 1, "name"),
     "targets.json defines a role two levels down"),
    ("delegation-name-elsewhere", "targets/releases", "delegation-name", "targets/alice",
     ("delegations", "roles", 0, "name"), "A delegation defines a role that is not below it"),
    ("delegation-name-dots", "targets", "delegation-name", "targets/..", ("delegations", "roles", 1, "name"),
     "A delegation's name leads out of its folder"),
    ("delegation-name-slash", "targets", "delegation-name", "targets/alice/", ("delegations", "roles", 1, "name"),
     "A delegation's name ends in a slash"),
    ("delegation-name-long", "targets", "delegation-name", LONG_NAME, ("delegations", "roles", 1, "name"),
     "A delegation's name has 256 bytes"),
    ("delegation-name-missing", "targets", "delegation-name", None, ("delegations", "roles", 1, "name"),
     "A delegation has no name"),
    ("hashes-too-many", "targets/releases", "limit-exceeded", {f"h{number}": "" for number in range(17)},
     ("targets", "latest", "hashes"), "A tag is listed with 17 hashes"),
    ("paths-text", "targets", "field-type", "v1", ("delegations", "roles", 1, "paths"), "The paths are a text"),
)

# What clients take.
DIFFERENCES = {"expires-hour-of-one-digit": "D08", "expires-comma": "D08", "hash-array": "D07",
               "hashes-too-many": "D23"}

# Where the finding is not at what was changed.
POINTERS = {
    "roles-missing": "/signed/roles/root",
    "keys-missing": "/signed/roles/root/keyids/0",
    "keys-null-delegation": "/signed/delegations/roles/0/keyids/0",
}


def add_field(name, role, kind, value, path, description):
    add(f"field-{name}", put(role, value, *path), description,
        refused(role, kind, POINTERS.get(name, pointer(path))),
        difference=DIFFERENCES.get(name, ""))


for row in FIELDS:
    add_field(*row)


@case(refused("timestamp", "field-type", "/signed/version"))
def version_exponent(repo):
    """A version is 1e2, which is an integer only once it is signed"""
    repo["timestamp"]["version"] = 100
    repo.substitute("timestamp", '"version":100', '"version":1e2')


@case(refused("root", "key-undefined", "/signed/roles/targets/keyids/1", actual=f'"{bare("spare").id}"'))
def key_undefined(repo):
    """A role names a key that root.json does not list"""
    repo.definition("targets")["keyids"].append(bare("spare").id)


@case(refused("targets", "key-undefined", "/signed/delegations/roles/1/keyids/1"))
def key_undefined_of_delegation(repo):
    """A delegation names a key that targets.json does not list"""
    repo.definition("targets/alice")["keyids"].append(bare("spare").id)


# ---- base64 ----

def sig_as(role, change):
    """Changes the base64 of a role's only signature."""
    def edit(data):
        start = data.rindex(b'"sig":"') + 7
        end = data.index(b'"', start)
        return data[:start] + change(data[start:end]) + data[end:]
    return lambda repo: repo.edit(role, edit)


BASE64 = (
    ("unpadded", lambda text: text.rstrip(b"="), "A signature's base64 is not padded"),
    ("url-alphabet", lambda text: b"-_" + text[2:], "A signature's base64 has the alphabet for URLs"),
    ("white-space", lambda text: text[:4] + b" " + text[4:], "A signature's base64 has a space"),
    ("line-break", lambda text: text[:4] + b"\\n" + text[4:], "A signature's base64 has a line break"),
    ("further-bits", lambda text: text[:-3] + bytes([text[-3] + 1]) + b"==",
     "A signature's base64 ends in bits that mean nothing"),
)

for base64_name, base64_change, base64_description in BASE64:
    add(f"base64-{base64_name}", sig_as("targets", base64_change), base64_description,
        refused("targets", "base64-invalid", "/signatures/0/sig"),
        difference="D07" if base64_name in ("line-break", "further-bits") else "")


# ---- what may be missing ----

@case(trusted())
def fields_that_may_be_missing(repo):
    """No consistent_snapshot, no delegations, no custom data, and null for an empty object"""
    del repo["root"]["consistent_snapshot"]
    del repo["targets/alice"]["delegations"]
    repo["targets/releases/nightly"]["delegations"] = {"keys": None, "roles": None}


@case(trusted(roles=roles({"targets/releases": None, "targets/releases/nightly": None, "targets/alice": None})))
def targets_null(repo):
    """A repository without any tag or delegation"""
    for name in ("targets/alice", "targets/releases/nightly", "targets/releases"):
        repo.drop(name)
    repo["targets"]["targets"] = None
    repo["targets"]["delegations"] = None
