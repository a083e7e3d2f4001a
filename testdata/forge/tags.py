# SPDX-License-Identifier: Apache-2.0
"""Cases: what tags resolve to, and what they are called."""

from forge.case import case, finding, target, trusted

NIGHTLY = target("targets/releases/nightly", False, ["releases/nightly"])
ADMIN = {name: target() for name in ("annotated", "edge", "latest", "stable", "v2.0")}
TAGS = {**ADMIN, "old": target("targets"), "v1.0": target(signers=["alice"]), "v1.1": target(signers=["alice"]),
        "v1.2-rc1": target("targets/alice", False, ["alice"]), "nightly-20260101": NIGHTLY, "nightly-20260102": NIGHTLY}


@case(trusted(targets=TAGS))
def plain(repo):
    """Nothing is wrong"""


@case(trusted(targets={**TAGS, "v1.0": target()}))
def tag_with_other_digest(repo):
    """A delegation lists a tag with another digest, and so has not signed what is released"""
    listed = repo["targets/alice"]["targets"]
    listed["v1.0"] = listed["v1.1"]


@case(trusted(finding("target-digest", "targets", "/signed/targets", "a sha256 of 32 bytes for every tag"),
              targets={**TAGS, "old": target("targets", False)}))
def tag_without_sha256(repo):
    """A tag has a sha512 alone, by which docker pulls nothing"""
    repo["targets"]["targets"]["old"]["hashes"] = {"sha512": "AA=="}


@case(trusted(finding("target-digest", "targets"), targets={**TAGS, "old": target("targets", False)}))
def tag_with_short_sha256(repo):
    """A tag's sha256 has one byte"""
    repo["targets"]["targets"]["old"]["hashes"] = {"sha256": "AA=="}


HOSTILE = ("\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\nb", "a\rb", "\u202eexe.tset", "zero\u200bwidth",
           "\u2066isolate\u2069", "\x9b31m", "\ufefflatest", "del\x7f", "tab\there", "line\u2028separator",
           "\U000e0041tag", "\\x1b", "")


@case(trusted(targets={**TAGS, **{name: target("targets", pullable=False) for name in HOSTILE}}))
def tag_names_hostile(repo):
    """Names of tags that would steer a terminal, or hide"""
    entry = repo["targets"]["targets"]["old"]
    repo["targets"]["targets"].update(dict.fromkeys(HOSTILE, entry))


@case(trusted(targets=TAGS))
def custom_control_characters(repo):
    """Custom data has control characters, which stand in what is signed as they are"""
    repo["targets"]["targets"]["old"]["custom"] = {"a\x01b\x1f": "\x02\t\n\x7f\u2028"}


@case(trusted(targets=TAGS))
def custom_html_characters(repo):
    """Clients write <, > and & in escapes, and sign them as they are"""
    repo["targets"]["targets"]["old"]["custom"] = "<a href=\"x\">&</a>"
    repo.substitute("targets", r'<a href=\"x\">&</a>', r'\u003ca href=\"x\"\u003e\u0026\u003c/a\u003e')
