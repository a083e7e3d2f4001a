# SPDX-License-Identifier: Apache-2.0
"""Cases: bytes that are not the JSON that they should be, and odd JSON that is."""

import json

from forge import canonical
from forge.case import METADATA, add, case, finding, only, roles, trusted, unchanged, untrusted

DEPTH_AROUND_CUSTOM = 4  # the document, signed, targets, the target


# ---- where something is wrong ----

def refused(role, kind, pointer=None, checks="fail unknown unknown", **other):
    """The file of the role cannot be decoded, or is not the one that was signed for and so is not decoded.

    What signatures it has, and which date, is not known then."""
    found = [finding(kind, role, pointer, **other)]
    reached = only(root="invalid") if role == "root" else roles({role: "invalid"})
    if role == "root":
        found.append(finding("chain-stopped", "root"))
    if role == "timestamp":
        found.append(finding("reference-unavailable", "snapshot"))
    if role == "snapshot":
        found.append(finding("reference-unavailable", "targets"))
    if role == "targets/releases":
        del reached["targets/releases/nightly"]
    return untrusted(checks, *found, roles=reached)


# ---- bytes ----

def replaced(old, new):
    return lambda data: data.replace(old, new, 1)


FIRST = b'"_type"'  # in every file

BYTES = (
    ("file-empty", "snapshot", "file-empty", lambda data: b"", "snapshot.json has no bytes"),
    ("not-json", "targets", "json-syntax", lambda data: b"<html>404 page not found</html>\n",
     "targets.json is a web page"),
    ("single-quotes", "timestamp", "json-syntax", replaced(FIRST, b"'_type'"), "timestamp.json has single quotes"),
    ("comma-at-end", "targets/alice", "json-syntax", replaced(b"}]}", b"},]}"), "A comma stands before a bracket"),
    ("byte-order-mark", "root", "json-syntax", lambda data: b"\xef\xbb\xbf" + data,
     "root.json begins with a byte order mark"),
    ("utf-16", "timestamp", "json-syntax", lambda data: data.decode().encode("utf-16-le"), "timestamp.json is UTF-16"),
    ("raw-nul", "targets", "json-syntax", replaced(FIRST, b'"\0type"'), "A NUL byte stands in a name"),
    ("raw-control-character", "targets", "json-syntax", replaced(b'"Targets"', b'"Targets\x01"'),
     "A control character stands in a text"),
    ("only-white-space", "targets", "json-truncated", lambda data: b" \n\t ", "targets.json is white space"),
    ("cut", "targets", "json-truncated", lambda data: data[:-40], "The last bytes of targets.json are missing"),
    ("cut-delegation", "targets/alice", "json-truncated", lambda data: data[:200],
     "Most of a delegation's file is missing"),
    ("utf-8-invalid", "targets", "json-encoding", replaced(b'"old"', b'"\xffld"'), "A tag's name is not UTF-8"),
    ("utf-8-overlong", "targets", "json-encoding", replaced(b'"old"', b'"\xc1\xafld"'),
     "A tag's name has a letter in more bytes than it needs"),
    ("utf-8-surrogate", "targets/releases", "json-encoding", replaced(b'"edge"', b'"\xed\xa0\x80"'),
     "A tag's name has a surrogate in UTF-8"),
    ("lone-surrogate", "targets", "json-encoding", replaced(b'"old"', b'"\\ud800"'),
     "A tag's name has half a pair of surrogates"),
    ("lone-low-surrogate", "targets", "json-encoding", replaced(b'"old"', b'"\\udc00"'),
     "A tag's name has the second half of a pair of surrogates"),
    ("nul-in-name", "targets", "json-nul", replaced(b'"old"', b'"old\\u0000"'), "A tag's name has an escaped NUL"),
    ("nul-in-text", "timestamp", "json-nul", replaced(b'"Timestamp"', b'"Timestamp\\u0000"'),
     "The type has an escaped NUL at its end"),
    ("duplicate-name", "timestamp", "json-duplicate-name", replaced(FIRST, b'"version":9,' + FIRST),
     "timestamp.json has two versions"),
    ("duplicate-envelope", "targets", "json-duplicate-name",
     lambda data: data[:-1] + b',"signed":{"_type":"Targets"}}', "targets.json has two signed parts"),
    ("duplicate-tag", "targets/alice", "json-duplicate-name",
     replaced(b'"v1.0":', b'"v1.0":{"hashes":{},"length":1},"v1.0":'), "A delegation has a tag twice"),
    ("trailing-document", "snapshot", "json-trailing-bytes", lambda data: data + b"{}",
     "Another document follows"),
    ("trailing-bracket", "root", "json-trailing-bytes", lambda data: data + b"}", "One bracket too many"),
    ("trailing-nul", "targets", "json-syntax", lambda data: data + b"\0", "A NUL byte follows"),
)


# Of these the reference takes the last of two members.
TAKEN_BY_CLIENTS = {"duplicate-name": "D01", "duplicate-tag": "D01"}


def add_bytes(name, role, kind, change, description):
    add(f"json-{name}", lambda repo: repo.edit(role, change), description, refused(role, kind, ""),
        difference=TAKEN_BY_CLIENTS.get(name, ""))


for row in BYTES:
    add_bytes(*row)


# ---- numbers and depth ----

def custom(repo, text, signed_as):
    """Gives the tag "old" this custom data as text, signed as the value that it stands for."""
    repo["targets"]["targets"]["old"]["custom"] = "PLACEHOLDER" if signed_as is None else signed_as
    form = json.dumps("PLACEHOLDER" if signed_as is None else signed_as).replace(", ", ",")
    repo.substitute("targets", f'"custom":{form}', f'"custom":{text}')


CUSTOM = "/signed/targets/old/custom"

REFUSED_CUSTOM = (
    ("integer-too-large", "9007199254740992", CUSTOM, "An integer is 2^53"),
    ("integer-too-small", "-9007199254740992", CUSTOM, "An integer is -2^53"),
    ("integer-of-20-digits", "99999999999999999999", "", "An integer has more than 64 bits"),
    ("number-infinite", "1e400", "", "A number is more than a double holds"),
    ("number-large", "1e300", CUSTOM, "A number is whole, but does not survive"),
    ("fraction", "1.5", CUSTOM, "A number has a fraction"),
    ("fraction-deep", '{"a":[0,{"b":0.1}]}', CUSTOM + "/a/1/b", "A number deep in custom data has a fraction"),
    ("fraction-small", "1e-1", CUSTOM, "A number has a negative exponent"),
)

TAKEN_CUSTOM = (
    ("integer-largest", "9007199254740991", 9007199254740991, "The largest integer that survives"),
    ("integer-smallest", "-9007199254740991", -9007199254740991, "The smallest integer that survives"),
    ("exponent", "1e2", 100, "An exponent is signed as the integer it stands for"),
    ("exponent-negative", "2500e-2", 25, "A negative exponent that leaves a whole number"),
    ("whole-fraction", "7.0", 7, "A fraction of nothing is signed as an integer"),
    ("zero-negative", "-0", 0, "Minus zero is signed as zero"),
    ("null", "null", None, "Custom data is null"),
)


def add_refused_custom(name, text, pointer, description):
    add(f"json-{name}", lambda repo: custom(repo, text, "PLACEHOLDER"), description + ": refused",
        refused("targets", "json-number", pointer))


def add_taken_custom(name, text, signed_as, description):
    def build(repo):
        if signed_as is None:
            repo["targets"]["targets"]["old"]["custom"] = None
        else:
            custom(repo, text, signed_as)
    add(f"json-{name}", build, description + ": accepted", trusted())


for row in REFUSED_CUSTOM:
    add_refused_custom(*row)
for row in TAKEN_CUSTOM:
    add_taken_custom(*row)


def nest(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


@case(trusted())
def json_deep(repo):
    """Custom data nests as deep as is allowed"""
    repo["targets"]["targets"]["old"]["custom"] = nest(64 - DEPTH_AROUND_CUSTOM)


@case(refused("targets", "json-too-deep", CUSTOM + "/0" * (64 - DEPTH_AROUND_CUSTOM)), difference="D06")
def json_too_deep(repo):
    """Custom data nests one level too deep"""
    repo["targets"]["targets"]["old"]["custom"] = nest(65 - DEPTH_AROUND_CUSTOM)


@case(refused("timestamp", "json-too-deep"))
def json_far_too_deep(repo):
    """timestamp.json is 5000 brackets"""
    repo.edit("timestamp", lambda data: b"[" * 5000)


# ---- what clients take ----

SIGNED_TAG = {"hashes": {"sha256": canonical.b64(bytes(32))}, "length": 1}


@case(refused("targets", "json-duplicate-name", ""), difference="D01")
def json_duplicate_escaped(repo):
    """A tag is there twice, once in an escape"""
    repo["targets"]["targets"]["\u00e9"] = SIGNED_TAG
    repo.substitute("targets", '"\u00e9":', '"\\u00e9":{},"\u00e9":')


@case(refused("targets", "json-number", "/x-note"), difference="D05")
def json_fraction_not_signed(repo):
    """A number with a fraction stands beside what is signed"""
    repo.edit("targets", lambda data: data[:-1] + b',"x-note":1.5}')


@case(refused("targets", "json-number", CUSTOM), difference="D05")
def json_integer_rounded(repo):
    """An integer beyond 2^53 is signed as the one that a double makes of it"""
    custom(repo, "9007199254740993", 9007199254740992)


@case(refused("targets", "json-encoding", ""), difference="D03")
def json_utf_8_replaced(repo):
    """A byte that is not UTF-8 is signed as the replacement character"""
    repo["targets"]["targets"]["x\ufffd"] = SIGNED_TAG
    repo.substitute("targets", "x\ufffd", b"x\xff")


@case(refused("targets", "json-encoding", ""), difference="D03")
def json_surrogate_replaced(repo):
    """Half a pair of surrogates is signed as the replacement character"""
    repo["targets"]["targets"]["x\ufffd"] = SIGNED_TAG
    repo.substitute("targets", "x\ufffd", "x\\ud800")


@case(refused("targets", "json-nul", ""), difference="D04")
def json_nul_signed(repo):
    """A tag's name ends in NUL, and is signed so"""
    repo["targets"]["targets"]["x\0"] = SIGNED_TAG


# ---- forms of the same values ----

@case(trusted())
def form_pretty(repo):
    """targets.json is written with indents; its values are signed, its bytes are listed"""
    repo.edit("targets", lambda data: json.dumps(json.loads(data), indent=3, ensure_ascii=False).encode())


@case(trusted())
def form_reordered(repo):
    """The members of root.json and of its signed part stand in another order"""
    def turn_round(value):
        if isinstance(value, dict):
            return {name: turn_round(value[name]) for name in reversed(list(value))}
        return value
    repo.edit("root", lambda data: json.dumps(turn_round(json.loads(data))).encode())


@case(trusted())
def form_escaped(repo):
    """All that is not ASCII is written in escapes"""
    repo["targets"]["targets"]["Zo\u00eb \U0001f680"] = SIGNED_TAG
    repo.edit("targets", lambda data: json.dumps(json.loads(data)).encode())


@case(refused("targets/alice", "json-escape", ""), difference="D17")
def json_escape(repo):
    """A letter is written as an escape, which clients take in a tag's name"""
    repo.substitute("targets/alice", "v1.0", "\\u00761.0")


@case(refused("timestamp", "json-escape", ""))
def json_escape_of_date(repo):
    """A digit of an expiry is written as an escape, which clients do not take for a digit"""
    repo.substitute("timestamp", '"expires":"2', '"expires":"\\u0032')


add("json-too-many", unchanged, "root.json has a million values", refused("root", "json-too-many", ""),
    setup=[{"repeated": f"{METADATA}/root.json", "before": '{"signed":{},"other":[', "text": "{},",
            "times": 1000000, "after": "{}]}"}])


@case(trusted())
def form_line_end(repo):
    """White space stands around the documents"""
    for role in ("timestamp", "snapshot", "targets"):
        repo.edit(role, lambda data: b"\n\t " + data + b"\r\n")


@case(trusted())
def form_further_members(repo):
    """Members that no client knows are signed like all others, and ignored"""
    repo["snapshot"]["x-note"] = {"a": [1, None, True]}
    repo.edit("targets", lambda data: data[:-1] + b',"x-note":"not signed"}')


# ---- names that are right but for case ----

@case(refused("targets/alice", "field-case", "/Signatures", expected="signatures", actual="Signatures"),
      difference="D02")
def field_case_signatures(repo):
    """The list of signatures is called Signatures, which clients take"""
    repo.substitute("targets/alice", '"signatures"', '"Signatures"')


@case(refused("timestamp", "field-case", "/\u017figned", expected="signed", actual="\u017figned"))
def field_case_long_s(repo):
    """A second signed part is spelt with a long s (U+017F), which is an s to clients"""
    repo.edit("timestamp", lambda data: data[:-1] + ',"\u017figned":{}}'.encode())


@case(refused("snapshot", "field-case", "/signatures/0/\u212aeyid", expected="keyid", actual="\u212aeyid"),
      difference="D02")
def field_case_kelvin(repo):
    """A signature's key ID is spelt with a Kelvin sign (U+212A), which is a k to clients"""
    repo.edit("snapshot", lambda data: data.replace(b'"keyid"', '"\u212aeyid"'.encode()))


@case(refused("root", "field-case", "/signed/roles/targets/ThreShold", checks="fail unknown unknown",
              expected="threshold", actual="ThreShold"), difference="D02")
def field_case_threshold(repo):
    """A role's threshold has capital letters"""
    repo.definition("targets")["ThreShold"] = 1


@case(refused("targets", "field-case", "/signed/VERSION", expected="version", actual="VERSION"),
      difference="D02")
def field_case_beside(repo):
    """A second version in capital letters stands in what is signed"""
    repo["targets"]["VERSION"] = 9


@case(trusted())
def field_case_of_tags(repo):
    """Names of tags may differ in case alone"""
    repo["targets"]["targets"]["Latest"] = repo["targets"]["targets"]["old"]
