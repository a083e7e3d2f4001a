# SPDX-License-Identifier: Apache-2.0
"""Certificates of root and of delegations: their dates, names, algorithms, extensions and bytes."""

import datetime
import itertools

from forge import keys
from forge.keys import GUN
from forge.repository import Signer
from mutate import x509
from mutate.mutant import Mutant, rows
from mutate.x509 import SEQUENCE, attribute, extension, integer, name, tlv

# How a certificate comes to be used, with the private key it is for.
USES = {"root": "root-next", "targets/alice": "spare", "targets": "spare"}
ODD = rows("D12")
NOW = datetime.datetime.now(datetime.timezone.utc)


def from_now(**span):
    return (NOW + datetime.timedelta(**span)).strftime("%y%m%d%H%M%SZ")


# The last two but one are near what the client still takes: a day from now.
MOMENTS = {"2020": "200101000000Z", "last-hour": from_now(hours=-1), "next-hour": from_now(hours=1),
           "next-day-nearly": from_now(hours=23), "next-day-over": from_now(hours=25), "2036": "360101000000Z",
           "1950": "500101000000Z", "2049": "491231235959Z"}
ODD_UTC = ("2601010000Z", "260101000000", "260101000000+0000", "260101000000+0100", "2601010000+0100",
           "260101000000.5Z",
           "260101000060Z", "260101240000Z", "261301000000Z", "260100000000Z", "260229000000Z", "260101000000z",
           "26010100000Z",
           "2601010000000Z", " 60101000000Z", "", "Z", "20260101000000Z", "-60101000000Z")
ODD_GENERALIZED = ("20260101000000Z", "20260101000000", "20260101000000.5Z", "20260101000000+0000", "202601010000Z",
                   "20260101000060Z", "20260101240000Z", "20260229000000Z", "2026010100000Z", "00000101000000Z",
                   "99991231235959Z", "20500101000000Z", "19500101000000Z", "260101000000Z", "20260101000000,5Z", "")


def put_bundle(role, bundle, private, listed_type="ecdsa-x509", signed_as=None):
    """Gives the role this bundle as its key. signed_as: the bundle whose key ID the signature names."""
    key = keys.Key(listed_type, bundle, private)
    signer_id = key.id if signed_as is None else keys.Key(listed_type, signed_as, private).id

    def build(draft):
        draft.assign(role, [(key.id, key.entry)], [Signer(key, key_id=signer_id)])
    return build


def subject_of(role):
    return name(GUN if role == "root" else "alice")


def mutant(family, role, what, make_bundle):
    """A mutant with a bundle of certificates for the key of the role."""
    private = keys.load_private(USES[role])
    return Mutant(f"{family}/{role.replace('/', '~')}/{what}".encode("unicode_escape").decode(),
                  lambda draft: put_bundle(role, make_bundle(private), private)(draft), ODD)


def made(role, what, **parts):
    """A mutant with one certificate; parts are those of x509.certificate()."""
    return mutant("certificates", role, what, lambda private: x509.pem(x509.certificate(
        private, **{"subject": subject_of(role), **parts})))


# ---- dates ----

def of_dates(role):
    for (begin, first), (end, last) in itertools.product(MOMENTS.items(), MOMENTS.items()):
        yield made(role, f"dates/{begin}/{end}", dates=tlv(SEQUENCE, x509.utc(first), x509.utc(last)))
    sound = {"begins": x509.utc("260101000000Z"), "ends": x509.utc("360101000000Z")}
    for place in sound:
        for kind, texts, form in (("utc", ODD_UTC, x509.utc), ("generalized", ODD_GENERALIZED, x509.generalized)):
            for text in texts:
                both = {**sound, place: form(text)}
                yield made(role, f"dates/{place}/{kind}/{text}", dates=tlv(SEQUENCE, *both.values()))
    for what, dates in (("none", b""), ("one", sound["begins"]), ("three", b"".join(sound.values()) * 2),
                        ("null", tlv(x509.NULL) * 2), ("text", tlv(x509.UTF8, b"260101000000Z") * 2)):
        yield made(role, f"dates/{what}", dates=tlv(SEQUENCE, dates))


# ---- names ----

NAMES = (GUN, GUN.upper(), GUN + "*", GUN + "**", GUN[:-1] + "*", GUN[:-1] + "**", GUN[:-1], GUN + "x", GUN + "/",
         GUN + "x*",
         GUN[:-1] + "?", GUN[:-1] + ".*", "*", "**", "***", "", " ", GUN + " ", " " + GUN, GUN + "\n", GUN + "\0",
         GUN + "\0.example.com",
         "registry.example.com/*", "registry.example.com/team/*/", "registry.example.com/*/app",
         "*registry.example.com/team/app",
         "*/team/app", "registry.example.com*", "r*", "R*", "x*", "x", "example.com/team/app", "docker.io/" + GUN,
         GUN + " *",
         GUN + "* ", "\u202e" + GUN, GUN.replace("a", "\u0430"), GUN.replace("s", "\u017f"), GUN + "\u200b",
         "registry.example.com/team*",
         "registry.example.com/team/\uff0a", "a" * 1000, GUN + "*" * 1000, "/*", GUN + "/*", "https://" + GUN,
         GUN + "\\*", "\\*")
TEXT_TYPES = {"utf8": x509.UTF8, "printable": x509.PRINTABLE, "t61": x509.T61, "ia5": x509.IA5, "visible": x509.VISIBLE,
              "numeric": x509.NUMERIC, "universal": x509.UNIVERSAL, "octets": x509.OCTETS, "bits": x509.BITS}


def of_names(role):
    for text in NAMES:
        yield made(role, f"names/{text[:80].replace('/', '~')}-{len(text)}", subject=name(text))
    good = GUN if role == "root" else "alice"
    for kind, tag in TEXT_TYPES.items():
        yield made(role, f"name-types/{kind}", subject=name(good, tag))
        yield made(role, f"name-types/{kind}-accent", subject=name(good + "\u00e9", tag))
        yield made(role, f"name-types/{kind}-byte", subject=name(good.encode() + b"\xff", tag))
        yield made(role, f"name-types/{kind}-star", subject=name(good[:-1] + "*", tag))
    yield made(role, "name-types/bmp", subject=name(good.encode("utf-16-be"), x509.BMP))
    yield made(role, "name-types/bmp-odd", subject=name(good.encode("utf-16-be")[:-1], x509.BMP))
    yield made(role, "name-types/bmp-nul", subject=name((good + "\0").encode("utf-16-be"), x509.BMP))
    yield made(role, "name-types/universal-32", subject=name(good.encode("utf-32-be"), x509.UNIVERSAL))
    common = {"good": attribute(x509.COMMON_NAME, good), "bad": attribute(x509.COMMON_NAME, "other"),
              "empty": attribute(x509.COMMON_NAME, ""), "company": attribute(x509.ORGANISATION, good),
              "unknown": attribute("1.2.3.4", good)}
    for count in (0, 1, 2, 3):
        for some in itertools.product(common, repeat=count):
            yield made(role, f"several-names/{'-'.join(some) or 'none'}",
                       subject=tlv(SEQUENCE, *(common[n] for n in some)))
    inner = {label: tlv(SEQUENCE, x509.oid(x509.COMMON_NAME), tlv(x509.UTF8, text.encode()))
             for label, text in (("good", good), ("bad", "other"))}
    for first, second in itertools.permutations(inner):
        yield made(role, f"several-names/one-set-{first}-{second}",
                   subject=tlv(SEQUENCE, tlv(x509.SET, inner[first], inner[second])))
    yield made(role, "several-names/empty-set", subject=tlv(SEQUENCE, tlv(x509.SET), common["good"]))
    yield made(role, "names/issuer-other", issuer=name("somebody"))
    yield made(role, "names/issuer-empty", issuer=tlv(SEQUENCE))


# ---- algorithms and versions ----

def of_algorithms(role):
    null = tlv(x509.NULL)
    for (first, one_oid), (second, other_oid) in itertools.product(x509.SIGNATURES.items(), x509.SIGNATURES.items()):
        if first == second or "sha256" in first or "sha1" in second or "sha1" in first:
            yield made(role, f"algorithms/{first}/{second}", algorithm=x509.algorithm(one_oid),
                       outer=x509.algorithm(other_oid))
    for kind, dotted in x509.SIGNATURES.items():
        for what, parameters in (("null", null), ("empty", tlv(SEQUENCE)), ("number", integer(1)), ("two", null * 2)):
            both = x509.algorithm(dotted, parameters)
            yield made(role, f"algorithms/{kind}/with-{what}", algorithm=both, outer=both)
    for what, version in (("none", b""), *((str(n), tlv(0xA0, integer(n))) for n in (0, 1, 2, 3, 4, -1, 255, 2**64)),
                          ("text", tlv(0xA0, tlv(x509.UTF8, b"3"))), ("empty", tlv(0xA0)), ("bare", integer(2))):
        yield made(role, f"versions/{what}", version=version)
        yield made(role, f"versions/{what}-no-extensions", version=version, extensions=[])
    for what, serial in (*((str(n), integer(n)) for n in (0, 1, -1, 2**63, 2**160, 2**168, -2**160)),
                         ("empty", tlv(x509.INTEGER)), ("padded", tlv(x509.INTEGER, b"\0\1")), ("none", b""),
                         ("text", tlv(x509.UTF8, b"1"))):
        yield made(role, f"serials/{what}", serial=serial)
    for what, bits in (("none", b""), ("empty", tlv(x509.BITS, b"\0")), ("no-octets", tlv(x509.BITS)),
                       ("unused", tlv(x509.BITS, b"\4\xf0")), ("unused-set", tlv(x509.BITS, b"\4\xff")),
                       ("octets", tlv(x509.OCTETS, b"x")), ("wrong", tlv(x509.BITS, b"\0" * 70))):
        yield made(role, f"signatures/{what}", signature=bits)
    for what, unique in (("issuer", tlv(0x81, b"\0x")), ("subject", tlv(0x82, b"\0x")),
                         ("both", tlv(0x81, b"\0x") + tlv(0x82, b"\0x")),
                         ("other", tlv(0x84, b"x"))):
        yield made(role, f"unique/{what}", unique=unique)
    yield made(role, "further/inside", further=tlv(x509.NULL))
    yield made(role, "further/after", after=tlv(x509.NULL))


# ---- extensions ----

def of_extensions(role):
    constraints = {"none": None, "empty": x509.basic_constraints(), "false": x509.basic_constraints(False),
                   "ca": x509.basic_constraints(True), "length": x509.basic_constraints(None, 0),
                   "null": tlv(x509.NULL), "nothing": b"", "after": x509.basic_constraints() + b"\0",
                   "one": tlv(SEQUENCE, tlv(x509.BOOLEAN, b"\1")),
                   "long": tlv(SEQUENCE, tlv(x509.BOOLEAN, b"\xff\xff"))}
    constraints.update({f"ca-{n}": x509.basic_constraints(True, n) for n in (0, 1, -1, 2**31 - 1, 2**31, 2**64)})
    for what, value in constraints.items():
        for critical in (None, True, False):
            listed = [] if value is None else [extension("basic-constraints", value, critical)]
            yield made(role, f"constraints/{what}/{critical}", extensions=listed)
            yield made(role, f"constraints/{what}/{critical}-twice", extensions=listed * 2)
    usage = [tlv(x509.BITS, bits) for bits in (b"\0", b"\7\x80", b"\5\xa0", b"\2\x04", b"\0\xff", b"\7\x80\x80", b"")]
    yield from (made(role, f"key-usage/{i}", extensions=[extension("key-usage", u, True)]) for i, u in enumerate(usage))
    usages = ("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.3", "2.5.29.37.0", "1.2.3.4")
    for count in (0, 1, 2):
        for some in itertools.permutations(usages, count):
            yield made(role, f"extended-usage/{'-'.join(some) or 'none'}",
                       extensions=[extension("extended-usage", tlv(SEQUENCE, *map(x509.oid, some)))])
    for kind in x509.EXTENSIONS:
        for what, value in (("nothing", b""), ("null", tlv(x509.NULL)), ("empty", tlv(SEQUENCE)),
                            ("octets", tlv(x509.OCTETS, b"xy")),
                            ("junk", b"\xff\xff"), ("deep", tlv(SEQUENCE, tlv(SEQUENCE, tlv(SEQUENCE))))):
            for critical in (None, True):
                yield made(role, f"extensions/{kind}/{what}/{critical}", extensions=[extension(kind, value, critical)])
    names = {"dns": (0x82, b"example.com"), "dns-empty": (0x82, b""), "dns-odd": (0x82, b"a b"),
             "dns-byte": (0x82, b"\xff"),
             "mail": (0x81, b"a@example.com"), "uri": (0x86, b"https://example.com/"), "uri-odd": (0x86, b"::"),
             "uri-host": (0x86, b"http://a b/"),
             "uri-query": (0x86, b"https://example.com/?a#b"), "ip": (0x87, b"\1\2\3\4"), "ip-odd": (0x87, b"\1\2\3"),
             "id": (0x88, b"\x2a\x03")}
    for what, (tag, value) in names.items():
        yield made(role, f"alternative-names/{what}", extensions=[extension("names", tlv(SEQUENCE, tlv(tag, value)))])
    yield made(role, "extensions/empty-list", extensions=tlv(0xA3, tlv(SEQUENCE)))
    yield made(role, "extensions/no-list", extensions=tlv(0xA3))
    for count in (99, 100, 101, 102, 200):
        many = [extension(f"1.2.3.{place}", tlv(x509.NULL)) for place in range(count)]
        yield made(role, f"extensions/many-{count}", extensions=many)


# ---- bytes ----

def byte_changes(data):
    """(what, the data with one byte changed, gone, added or last)"""
    for place in range(len(data)):
        for step in (1, 0x20, 0x80, 0xFF):
            yield f"{place}/xor-{step}", data[:place] + bytes([data[place] ^ step]) + data[place + 1:]
        yield f"{place}/gone", data[:place] + data[place + 1:]
        yield f"{place}/cut", data[:place]
        yield f"{place}/zero-before", data[:place] + b"\0" + data[place:]


def of_bytes(role):
    """Every byte of a certificate; what it is signed with is not looked at."""
    private = keys.load_private(USES[role])
    der = x509.certificate(private, subject_of(role), extensions=[
        extension("basic-constraints", x509.basic_constraints(role != "root"), True),
        extension("key-usage", tlv(x509.BITS, b"\5\xa0"), True),
        extension("extended-usage", tlv(SEQUENCE, x509.oid("1.3.6.1.5.5.7.3.3")))])
    for what, changed in byte_changes(der):
        yield mutant("certificate-bytes", role, what, lambda private, changed=changed: x509.pem(changed))


def of_public_keys():
    """Every byte of a key without a certificate."""
    for name_of, kind in (("spare", "ecdsa"), ("p384", "ecdsa"), ("rsa-2048", "rsa"), ("ed25519", "ed25519")):
        key = keys.bare(name_of)
        signer = Signer(key, "rsapkcs1v15" if kind == "rsa" else None)
        for what, public in byte_changes(key.public):
            changed = keys.Key(kind, public, key.private)

            def build(draft, changed=changed, signer=signer):
                draft.assign("targets", [(changed.id, changed.entry)], [Signer(changed, signer.method)])
            yield Mutant(f"public-keys/{name_of}/{what}", build, rows("D12", "D13", "D14"))


def mutants():
    for role in USES:
        yield from of_names(role)
        yield from of_dates(role)
        yield from of_algorithms(role)
        yield from of_extensions(role)


def byte_mutants():
    for role in ("root", "targets/alice"):
        yield from of_bytes(role)
    yield from of_public_keys()
