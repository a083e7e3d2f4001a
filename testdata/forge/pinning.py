# SPDX-License-Identifier: Apache-2.0
"""Cases: roots held against trust_pinning of a Notary client's configuration.

All of them are as a client sees them that has no root of the repository yet;
tests/interop/pinning asks the real one.
"""

import json

from forge import keys
from forge.case import BASE_ADVICE, add, expired, finding, roles, silent, trusted, unchanged, untrusted
from forge.keys import bare, certified
from forge.repository import Signer

GUN = keys.GUN
TEAM = "registry.example.com/team/"
CONFIG = "notary.json"
ROOT = certified("root")
NEXT = certified("root-next")
ISSUED = certified("root-issued", "intermediate")

KEY_IDS = "/signed/roles/root/keyids"
NOT_PINNED = finding("root-not-pinned", "root", KEY_IDS)
UNPINNED = finding("root-unpinned", "root", KEY_IDS)
UNUSABLE = finding("root-pin-unusable", "root", KEY_IDS)
PIN_DATES = finding("root-pin-dates", "root", KEY_IDS)
DATES = finding("root-certificate-dates", "root")


def answered(wanted, policy):
    wanted["checks"]["policy"] = policy
    return wanted


def passes(*findings):
    return answered(trusted(*findings), "pass")


def fails(*findings, **other):
    return answered(untrusted("pass pass pass", *findings, **other), "fail")


def unasked(*findings):
    """Nothing of the configuration applies, which is no passing."""
    return trusted(*findings)


def certificate(*names):
    return b"".join((keys.FOLDER / f"{name}.crt").read_bytes() for name in names)


def pin(name, description, wanted, certs=None, ca=None, files=None, role_keys=(ROOT,), signers=None, threshold=1,
        difference="", **other):
    """A case with a configuration. files: those of CAs, by name; other: members of the section."""
    section = {"certs": certs, "ca": ca, **other}
    config = {"trust_pinning": {word: value for word, value in section.items() if value is not None}}
    is_idle = wanted["checks"]["policy"] == "none"
    add(f"pin-{name}", lambda repo: repo.assign("root", *role_keys, signers=signers, threshold=threshold),
        description, wanted, options=("--notary-config", CONFIG), difference=difference,
        exit=3 if is_idle else None, stderr="asks nothing of the repositories that were found" if is_idle else "",
        extra=lambda: {CONFIG: (json.dumps(config, indent=2) + "\n").encode(), **(files or {})})


# ---- certs ----

pin("certs", "The root's key ID is pinned", passes(), certs={GUN: [ROOT.id]})
pin("certs-second", "It is one of the pinned", passes(), certs={GUN: [NEXT.id, ROOT.id]})
pin("certs-wrong", "Another key ID is pinned, which a client that has the root already does not look at",
    fails(NOT_PINNED), certs={GUN: [NEXT.id]}, difference="D20")
pin("certs-none", "The list of pinned key IDs is empty: no root is taken", fails(NOT_PINNED), certs={GUN: []})
pin("certs-canonical-id", "The pin is the key ID of the bare public key, which clients do not mean",
    fails(NOT_PINNED), certs={GUN: [bare("root").id]})
pin("certs-capital-digits", "The key ID is in capitals, which clients do not take for the same",
    fails(NOT_PINNED), certs={GUN: [ROOT.id.upper()]})
pin("certs-wildcard", "The root's key ID is pinned for all names with a prefix", passes(), certs={TEAM + "*": [ROOT.id]})
pin("certs-wildcard-wrong", "Another key ID is pinned for all names with a prefix", fails(NOT_PINNED),
    certs={TEAM + "*": [NEXT.id]})
pin("certs-star", "The root's key ID is pinned for all names", passes(), certs={"*": [ROOT.id]})
pin("certs-wildcard-longest", "Of two prefixes the longer one counts, though the shorter one has the right key ID",
    fails(NOT_PINNED), certs={"registry.example.com/*": [ROOT.id], TEAM + "a*": [NEXT.id]})
pin("certs-exact-first", "The whole name counts before a prefix", passes(),
    certs={GUN: [ROOT.id], TEAM + "*": [NEXT.id]})
pin("certs-prefix-without-star", "Without a star the name must be the whole one", unasked(), certs={TEAM: [NEXT.id]})
pin("certs-name-in-capitals", "Clients put the names in small letters", fails(NOT_PINNED),
    certs={GUN.upper(): [NEXT.id]})
pin("certs-section-in-capitals", "Clients know the words of the section in any letters", fails(NOT_PINNED),
    Certs={GUN: [NEXT.id]})
pin("certs-before-ca", "A pinned key ID counts, and not the CA that is pinned as well", passes(),
    certs={TEAM + "*": [ROOT.id]}, ca={GUN: "other.crt"}, files={"other.crt": certificate("ca-other")})
pin("certs-wrong-before-ca", "A wrong key ID counts, and not the CA that is right", fails(NOT_PINNED),
    certs={TEAM + "*": [NEXT.id]}, ca={GUN: "ca.crt"}, files={"ca.crt": certificate("ca")}, role_keys=(ISSUED,))

# ---- ca ----


def pin_ca(name, description, wanted, *names, bundle=ISSUED, **other):
    pin(f"ca-{name}", description, wanted, ca={TEAM: "ca.crt"}, files={"ca.crt": certificate(*names)},
        role_keys=(bundle,), **other)


pin_ca("issued", "A path leads from the root certificate to the pinned CA", passes(), "ca")
pin_ca("second", "The CA is one of those in the file", passes(), "ca-other", "ca")
pin_ca("wrong", "Another CA is pinned", fails(NOT_PINNED), "ca-other")
pin_ca("namesake", "A CA of the same name with another key is pinned", fails(NOT_PINNED), "ca-namesake")
pin_ca("without-intermediate", "The certificate between the root's and the CA's is missing", fails(NOT_PINNED), "ca",
       bundle=certified("root-issued"))
pin_ca("intermediate", "The issuer is pinned itself, though it is not self-signed", passes(), "intermediate")
pin_ca("itself", "The root certificate is pinned itself, though it is no CA", passes(), "root", bundle=ROOT)
pin_ca("self-signed", "The root certificate was issued by nobody else", fails(NOT_PINNED), "ca", bundle=ROOT)
pin_ca("code-signing", "The root certificate is for code signing alone", fails(NOT_PINNED), "ca",
       bundle=certified("root-issued-code", "intermediate"))
pin_ca("server-auth", "The root certificate is for servers too, as clients want it", passes(), "ca",
       bundle=certified("root-issued-server", "intermediate"))
pin_ca("any-usage", "The root certificate is for anything", passes(), "ca",
       bundle=certified("root-issued-any", "intermediate"))
pin_ca("intermediate-code-signing", "The issuer's certificate is for code signing alone", fails(NOT_PINNED), "ca",
       bundle=certified("root-issued", "intermediate-code"))
pin_ca("path-length", "The CA allows no other CA below it", fails(NOT_PINNED), "ca-no-path")
pin_ca("sha1", "The CA's certificate is signed with SHA-1", fails(UNUSABLE), "ca-sha1")
pin_ca("expired", "The CA's certificate is past its last day", answered(expired(PIN_DATES), "pass"), "ca-expired")
pin("ca-expired-of-two", "Of two root keys, both of which must sign, one leads to a CA that is past its last day",
    answered(expired(finding("root-pin-dates", "root", KEY_IDS,
                             actual="by 1, because certificates that the pin needs are not in date"),
                     advice=[BASE_ADVICE["delegation-all-paths"]]), "pass"),
    ca={TEAM: "ca.crt"}, files={"ca.crt": certificate("root-next", "ca-expired")}, role_keys=(NEXT, ISSUED), threshold=2)
pin_ca("renewed", "One certificate of the CA is past its last day, another is not", passes(), "ca-expired", "ca")
pin_ca("tomorrow", "The root certificate begins within a day, which the way to a CA does not forgive",
       answered(expired(PIN_DATES), "pass"), "ca", bundle=certified("root-issued-tomorrow", "intermediate"))
pin_ca("intermediate-expired", "Clients drop the expired intermediate",
       answered(expired(finding("root-certificate-expired", "root"), DATES, roles=roles(root="expired")), "pass"), "ca",
       bundle=certified("root-issued", "intermediate-expired"))

pin("ca-intermediate-dropped", "What is left without the expired intermediate is signed, but leads to no CA",
    fails(NOT_PINNED, DATES), ca={"": "ca.crt"}, files={"ca.crt": certificate("ca")},
    role_keys=(certified("root-issued", "intermediate-expired"),),
    signers=[Signer(certified("root-issued", "intermediate-expired"), key_id=certified("root-issued").id)])
pin("ca-longest", "Of two prefixes the longer one counts, though the shorter one has the right CA", fails(NOT_PINNED),
    ca={"registry.example.com": "ca.crt", "registry.example.com/t": "other.crt"},
    files={"ca.crt": certificate("ca"), "other.crt": certificate("ca-other")}, role_keys=(ISSUED,))
pin("ca-other-prefix", "No prefix is that of the repository", unasked(),
    ca={"registry.example.com/other": "other.crt"}, files={"other.crt": certificate("ca-other")})
pin("ca-star", "A star is none for CAs, and nothing applies", unasked(), ca={"registry.example.com/*": "none.crt"})
pin("ca-missing", "The file of CAs is not there", fails(UNUSABLE), ca={TEAM: "none.crt"}, role_keys=(ISSUED,))
pin("ca-missing-elsewhere", "A file of CAs is not there that is for others", passes(),
    ca={TEAM: "ca.crt", "docker.io/": "none.crt"}, files={"ca.crt": certificate("ca")}, role_keys=(ISSUED,))
pin("ca-empty", "The file of CAs is empty", fails(UNUSABLE), ca={TEAM: "ca.crt"}, files={"ca.crt": b""},
    role_keys=(ISSUED,))
pin("ca-key", "The file of CAs has a private key as well", fails(UNUSABLE), ca={TEAM: "ca.crt"},
    files={"ca.crt": certificate("ca") + (keys.FOLDER / "ca.key").read_bytes()}, role_keys=(ISSUED,))
pin("ca-headers", "The file of CAs has headers, which clients pass over", fails(UNUSABLE), ca={TEAM: "ca.crt"},
    files={"ca.crt": certificate("ca").replace(b"-----\n", b"-----\nOur: CA\n\n", 1)}, role_keys=(ISSUED,),
    difference="D22")
pin("ca-amid-text", "The file of CAs says in words what it holds", passes(), ca={TEAM: "folder/ca.crt"},
    files={"folder/ca.crt": b"# our CA\n" + certificate("ca") + b"\nthat was it\n"}, role_keys=(ISSUED,))

# ---- neither ----

pin("tofu-disabled", "Nothing pins the root, and trust on first use is disabled", fails(UNPINNED), disable_tofu=True)
pin("tofu-disabled-elsewhere", "Only others are pinned, and trust on first use is disabled", fails(UNPINNED),
    certs={"docker.io/*": [ROOT.id]}, disable_tofu=True)
pin("tofu-disabled-pinned", "The root is pinned, and trust on first use is disabled", passes(), certs={GUN: [ROOT.id]},
    disable_tofu=True)
pin("tofu", "Nothing pins the root", unasked(), disable_tofu=False)

add("pin-tofu-disabled-gun-assumed", unchanged, "The name is assumed, and what the configuration asks is asked of it",
    fails(UNPINNED, finding("gun-assumed", "root", KEY_IDS, actual=GUN)), options=("--notary-config", "client.json"),
    metadata="archive/metadata", arguments=("archive",),
    extra=lambda: {"client.json": b'{"trust_pinning": {"disable_tofu": true}}\n'})

# ---- several keys, and what else may be wrong ----

pin("one-of-two", "Of two root keys one is pinned, and one is needed", passes(), certs={GUN: [ROOT.id]},
    role_keys=(ROOT, NEXT))
pin("certs-wrong-both", "Neither of two root keys is pinned, and both are named",
    fails(finding("root-not-pinned", "root", KEY_IDS, actual=", ".join(
        f"key ID {key.id}" for key in sorted((ROOT, NEXT), key=lambda key: key.id)))),
    certs={GUN: [ISSUED.id]}, role_keys=(ROOT, NEXT))
pin("one-of-two-needed", "Of two root keys one is pinned, but two are needed",
    fails(finding("root-not-pinned", "root", KEY_IDS, actual="by 1", expected="valid signatures by 2 root keys that "
                  f'are pinned: key ID {ROOT.id} (trust_pinning.certs "{GUN}" of {CONFIG})'),
          advice=[BASE_ADVICE["delegation-all-paths"]]),
    certs={GUN: [ROOT.id]}, role_keys=(ROOT, NEXT), threshold=2)
pin("other-signed", "Of two root keys one is pinned, and only the other signed",
    fails(finding("root-not-pinned", "root", KEY_IDS, actual="by 0"), advice=silent("root", ROOT)),
    certs={GUN: [ROOT.id]}, role_keys=(ROOT, NEXT), signers=[NEXT])
pin("unsigned", "The pinned root key has not signed",
    answered(untrusted("pass fail pass", finding("threshold-not-met", "root"), roles=roles(root="below-threshold")),
             "unknown"), certs={GUN: [ROOT.id]}, signers=[NEXT])
pin("expired", "The root is pinned, but its certificate is past its last day",
    answered(expired(finding("root-certificate-expired", "root"), DATES, roles=roles(root="expired")), "pass"),
    certs={GUN: [certified("root-expired").id]}, role_keys=(certified("root-expired"),))
pin("expired-wrong", "Another root is pinned, and this one is past its last day",
    answered(untrusted("pass pass fail", NOT_PINNED, finding("root-certificate-expired", "root"), DATES,
                       roles=roles(root="expired")), "fail"),
    certs={GUN: [ROOT.id]}, role_keys=(certified("root-expired"),))
pin("expired-other-signed", "Of two root keys, both out of date, one is pinned, and only the other signed",
    answered(untrusted("pass pass fail", NOT_PINNED, finding("root-certificate-not-yet-valid", "root"), DATES, DATES,
                       roles=roles(root="expired")), "fail"),
    certs={GUN: [certified("root-expired").id]}, role_keys=(certified("root-expired"), certified("root-future")),
    signers=[certified("root-future")])
pin("certs-wrong-unsigned", "The root key that is pinned has signed, but is not among the root's",
    answered(untrusted("pass fail pass", finding("threshold-not-met", "root"), NOT_PINNED,
                       roles=roles(root="below-threshold")), "fail"),
    certs={GUN: [NEXT.id]}, signers=[NEXT])
