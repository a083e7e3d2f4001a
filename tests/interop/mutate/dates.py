# SPDX-License-Identifier: Apache-2.0
"""When roles expire, written in every way."""

import itertools

from mutate import bases
from mutate.document import Spelled
from mutate.mutant import Mutant, rows

YEARS = ("0000", "0001", "1969", "1970", "1999", "2000", "2026", "2030", "2038", "2100", "2262", "2300", "9998", "9999",
         "10000", "99999", "-2030", "+2030", "203", "02030", "30", "", "203a", " 2030", "2O30")
DAYS = ("01-01", "12-31", "02-28", "02-29", "02-30", "04-31", "06-31", "00-10", "13-10", "10-00", "10-32", "1-10",
        "10-1",
        "1-1", "001-10", "10-010", "10", "0a-10", "10-0a", " 1-10", "10- 1", "-1-10", "10/10", "10.10", "1010", "365")
HOURS = ("00:00:00", "23:59:59", "24:00:00", "24:00:01", "25:00:00", "12:60:00", "12:00:60", "12:00:61", "23:59:60",
         "1:00:00", "01:0:00", "01:00:0", "1:1:1", "01:00", "01", "", "010000", "01.00.00", "01:00:00:00", "1a:00:00",
         " 1:00:00", "+1:00:00", "-1:00:00", "001:00:00", "01:000:00", "01:00:000", "01:00: 0")
FRACTIONS = (".0", ".5", ".123456789", ".1234567890", ".999999999999999999", ".", ",5", ",123456789", ",", ".-5", ".+5",
             ". 5", ".5.5", ".a", ".5a", ";5", "." + "0" * 1000, "." + "9" * 30, ":5", "\u066b5", ".\u0665")
ZONES = ("Z", "z", "", "+00:00", "-00:00", "+01:00", "-01:00", "+14:00", "-12:00", "+23:59", "-23:59", "+24:00",
         "-24:00",
         "+25:00", "+99:99", "-99:99", "+23:60", "+00:99", "+24:60", "+1:00", "+01:0", "+0100", "+01", "+001:00",
         "01:00",
         " Z", "Z ", " +01:00", "+ 1:00", "+01:00Z", "ZZ", "UTC", "GMT", "+01:00:00", "\u221201:00", "+-1:00", "+01-00",
         "--1:00", "+0a:00", "+00:0a", "E", "+01:00\n", "Z\t")
SEPARATORS = ("T", "t", " ", "", "_", "TT", "-", "\n", "T ", " T", "\u0422", "'T'")
# In a zone these fall into another year than is written.
EDGES = ("0000-01-01T00:00:00+00:01", "0000-01-01T00:00:00-00:01", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-00:01",
         "9999-12-31T23:59:59+00:01", "9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59-23:59",
         "0000-01-01T00:00:00+23:59", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2038-01-19T03:14:08Z",
         "2106-02-07T06:28:16Z", "2262-04-11T23:47:17Z", "1601-01-01T00:00:00Z", "2030-W01-1", "2030-001",
         "2030-001T00:00:00Z", "20300101T000000Z", "Mon, 02 Jan 2030 15:04:05 GMT", "1900000000", "0", "never",
         "2030-01-01", "2030-01-01T", "T00:00:00Z", "2030-01-01T00:00:00Z\u0000", "\ufeff2030-01-01T00:00:00Z",
         "\uff12\uff10\uff13\uff10-01-01T00:00:00Z", "2030-01-01T00:00:00Z2030-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
         "0000-00-00T00:00:00Z", "2030-02-29T12:00:00Z", "2032-02-29T12:00:00Z", "2100-02-29T12:00:00Z",
         "2400-02-29T12:00:00Z", "2000-02-29T12:00:00Z")


def texts():
    yield from (f"{year}-06-15T12:00:00Z" for year in YEARS)
    yield from (f"2032-{day}T12:00:00Z" for day in DAYS)
    yield from (f"2031-{day}T12:00:00Z" for day in DAYS)
    yield from (f"2032-06-15T{hour}Z" for hour in HOURS)
    yield from (f"2032-06-15T12:00:00{fraction}Z" for fraction in FRACTIONS)
    yield from (f"2032-06-15T12:00:00{zone}" for zone in ZONES)
    yield from (f"2032-06-15{separator}12:00:00Z" for separator in SEPARATORS)
    # two oddities that each are fine alone may not be together
    yield from (f"2032-06-15T{hour}{fraction}{zone}" for hour, fraction, zone in itertools.product(
        ("12:00:00", "1:00:00", "24:00:00"), ("", ".5", ",5", ".1234567890123"),
        ("Z", "+23:59", "-24:00", "+24:00", "+01:60", "z")))
    yield from EDGES


def spellings(text):
    """The text, and with its first letter escaped, which the client does not read in a date."""
    yield "plain", text, rows("D08")
    if text:
        yield "escaped", Spelled(f'"\\u{ord(text[0]):04x}{text[1:]}"', text), rows("D08", "D17")


def label(text):
    """The text as part of a name."""
    return text.encode("unicode_escape").decode().replace("/", "~")


def mutants():
    for role in bases.PLAIN_ROLES:
        for text in dict.fromkeys(texts()):
            for kind, value, allowed in spellings(text) if text in EDGES else [("plain", text, rows("D08"))]:
                yield Mutant(f"dates/{role.replace('/', '~')}/{label(text)}/{kind}",
                             lambda draft, role=role, value=value: draft.set(role, ("expires",), value), allowed)
