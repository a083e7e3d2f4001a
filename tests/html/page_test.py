#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page is well-formed, stands for itself, says what the JSON report says, and nothing breaks out of it.

    page_test.py TUFCHECK [unittest arguments]
"""

import base64
import collections
import hashlib
import html.parser
import pathlib
import re
import shlex
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True  # nothing is left in the source tree
import pages  # noqa: E402

AT = pages.AT
TUFCHECK = None
ELEMENTS = set("""html head meta title style body a header h1 h2 h3 h4 p dl dt dd code time nav ul ol li main section
    article div table caption thead tbody tr th td b small br details summary svg desc rect path text span""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class href id tabindex role aria-label aria-labelledby
    aria-hidden scope open width height viewBox preserveAspectRatio x y d""".split())
SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
TOP_LEVEL = ("root", "timestamp", "snapshot", "targets")
HIDDEN = re.compile("[\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\U000e0000-\U000e0fff]")


def show(text):
    """As the command shows a text that may be hostile (cli/escape.h), as far as the examples need it."""
    def escape(match):
        char = match.group()
        return SHORT.get(char) or (f"\\x{ord(char):02x}" if ord(char) < 0x80 else f"\\u{{{ord(char):x}}}")
    text = re.sub(r"\\(?=[\\nrtux]|$|" + HIDDEN.pattern + ")", r"\\\\", text)
    return HIDDEN.sub(escape, text).replace("##[", "##\\x5b")


class Reader(html.parser.HTMLParser):
    """The elements and texts as a parser of HTML sees them; it closes nothing by itself."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.text, self.names, self.problems = [], [], collections.Counter(), []

    def handle_starttag(self, tag, attributes):
        self.names[tag] += 1
        self.stack.append(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.problems.append(f"{self.getpos()}: </{tag}> ends nothing")

    def handle_startendtag(self, tag, attributes):
        self.names[tag] += 1

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.problems.append(f"a comment: {data}")

    def unknown_decl(self, data):
        self.problems.append(f"a declaration: {data}")


def text_of(element):
    return "".join(element.itertext())


def list_texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from list_texts(item)


def list_shown(record):
    """The texts of a repository's JSON that its section must show."""
    for role in record["roles"]:
        yield from (role["name"], role["file"], role["status"], *role["paths"])
        yield from (text for text in (role["sha256"],) if text)
        yield from (text for signature in role["signatures"] if not signature["valid"]
                    for text in (signature["keyId"], signature["method"], signature["reason"]))
    for key in record["keys"]:
        yield from (text for text in (key["keyId"], key["canonicalKeyId"], key["type"], *key["roles"]) if text)
        for certificate in key["certificates"]:
            yield from (certificate["subject"], certificate["issuer"], certificate["sha256"], certificate["sha1"])
    for target in record["targets"]:
        yield from (target["name"], target["role"], *target["signers"])
        yield f"sha256:{target['sha256']}" if target["sha256"] else "no sha256"
    for finding in record["findings"]:
        yield from (finding["id"], finding["severity"], finding["message"])
        if finding["severity"] != "note":
            yield from (finding[name] for name in ("file", "pointer", "expected", "actual") if finding[name])


class Page(unittest.TestCase):
    """Of the pages of several folders, and of all cases at once."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="page-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        cls.made = {name: pages.make(TUFCHECK, name, folder) for name in pages.FOLDERS}
        cases = pages.fixtures.TESTDATA
        path = pages.write(TUFCHECK, cases, folder / "cases.html", "cases")
        cls.made["cases"] = (path, cases, ("cases",))
        cls.trees = {name: xml.etree.ElementTree.parse(made[0]).getroot() for name, made in cls.made.items()}

    def test_only_known_elements_and_attributes(self):
        for _, tree in self.trees.items():
            elements = list(tree.iter())
            self.assertEqual({element.tag for element in elements} - ELEMENTS, set())
            self.assertEqual({name for element in elements for name in element.keys()} - ATTRIBUTES, set())
            self.assertEqual([element.get("href") for element in elements
                              if not element.get("href", "#").startswith("#")], [])

    def test_html_is_read_like_xml(self):
        """What one parser takes for text, the other does too."""
        for name, tree in self.trees.items():
            if name == "cases":
                continue  # a parser in Python takes long for it
            reader = Reader()
            reader.feed(self.made[name][0].read_text(encoding="utf-8"))
            reader.close()
            self.assertEqual((reader.problems, reader.stack), ([], []))
            self.assertEqual(reader.names, collections.Counter(element.tag.lower() for element in tree.iter()))
            self.assertEqual("".join("".join(reader.text).split()), "".join(text_of(tree).split()))

    def test_the_policy_knows_the_style_and_nothing_else(self):
        for _, tree in self.trees.items():
            style, = tree.iter("style")
            digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
            policy, = (meta.get("content") for meta in tree.iter("meta")
                       if meta.get("http-equiv") == "Content-Security-Policy")
            self.assertEqual(policy, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
                                     "form-action 'none'")
            self.assertNotRegex(style.text, r"url\(|@import|@font-face")

    def test_ids_are_unique_and_links_lead_somewhere(self):
        for _, tree in self.trees.items():
            ids = [element.get("id") for element in tree.iter() if element.get("id")]
            self.assertEqual([name for name, count in collections.Counter(ids).items() if count > 1], [])
            self.assertEqual({name for name in ids if not re.fullmatch(r"[a-z-]+|[rn]\d+|k\d+-\d+", name)}, set())
            wanted = {element.get("href")[1:] for element in tree.iter("a")}
            wanted |= {element.get("aria-labelledby") for element in tree.iter() if element.get("aria-labelledby")}
            self.assertEqual(wanted - set(ids), set())

    def test_headings_are_in_order(self):
        for _, tree in self.trees.items():
            levels = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", element.tag)]
            self.assertEqual(levels[0], 1)
            self.assertEqual(levels.count(1), 1)
            self.assertTrue(all(after <= before + 1 for before, after in zip(levels, levels[1:])))

    def test_tables_and_drawings_say_what_they_are(self):
        for _, tree in self.trees.items():
            for table in tree.iter("table"):
                self.assertEqual(table[0].tag, "caption")
                self.assertEqual({head.get("scope") for head in table.iter("th")}, {"col", "row"})
            for drawing in tree.iter("svg"):
                if drawing.get("aria-hidden") != "true":
                    self.assertEqual([drawing.get("role"), drawing[0].tag, drawing[1].tag], ["img", "title", "desc"])

    def check_section(self, article, record):
        text = text_of(article)
        self.assertIn(show(record["path"]), text)
        answers = ", ".join(f"{check} {answer}" for check, answer in record["checks"].items())
        self.assertEqual(text_of(article.find("p[@class='checks']")), answers)
        missing = [shown for shown in map(show, list_shown(record)) if shown not in text]
        self.assertEqual(missing, [])
        is_sound = record["status"] in ("trusted", "degraded", "expired") or (
            record["checks"]["policy"] == "fail" and record["checks"]["integrity"] == "pass"
            and record["checks"]["authenticity"] == "pass")
        self.assertEqual("nothing below is proved: it is what the files say" not in text, is_sound)
        self.assertEqual(article.get("class") != "unproved", is_sound)
        if not is_sound:
            self.assertNotIn("✓", text)

    def test_it_says_what_json_says(self):
        for name, tree in self.trees.items():
            _, folder, arguments = self.made[name]
            report = pages.report(TUFCHECK, folder, *arguments)
            articles = {int(article.get("id")[1:]): article for article in tree.iter("article")}
            self.assertEqual(len(articles), len(report["repositories"]))
            for number, record in enumerate(report["repositories"], 1):
                heading = articles[number].find("h3")
                with self.subTest(page=name, gun=record["gun"], path=record["path"]):
                    self.assertEqual(text_of(heading.find("code")), show(record["gun"] or record["path"]))
                    self.assertEqual(text_of(heading.find("b")), record["status"])
                    self.check_section(articles[number], record)
            summary = text_of(tree.find(".//section[@id='summary']"))
            for finding in report["findings"][:20]:
                self.assertIn(show(finding["message"]), summary)
            for key in report["privateKeys"]:
                self.assertIn(show(key["path"]), summary)

    def test_hostile_texts_are_there_to_be_shown(self):
        """One repository is trusted, with a tag of each name; in the others what is hostile is found to be wrong."""
        report = pages.report(TUFCHECK, self.made["hostile"][1], "tuf")
        sound, = (record for record in report["repositories"] if record["gun"] == pages.hostile.GUN)
        self.assertEqual(sound["status"], "trusted")
        self.assertEqual({target["name"] for target in sound["targets"]}, set(filter(None, pages.hostile.BREAKING)))
        self.assertIn("alert(1)", str([key["certificates"] for key in sound["keys"]]))
        texts = list(list_texts([record for record in report["repositories"] if record is not sound]))
        for text in pages.hostile.BREAKING:
            self.assertTrue(any(text in found for found in texts), text)

    def test_the_worst_come_first(self):
        order = ("untrusted", "unreadable", "incomplete", "expired", "degraded", "trusted")
        for _, tree in self.trees.items():
            found = [(order.index(text_of(article.find("h3/b"))), int(article.get("id")[1:]))
                     for article in tree.iter("article")]
            self.assertEqual(found, sorted(found))
            index = [(order.index(text_of(row.find("td/b"))), int(row.find("th/a").get("href")[2:]))
                     for row in tree.iterfind(".//section[@id='index']//tbody/tr")]
            self.assertEqual(index, found if len(found) > 1 else [])

    def test_the_drawing_has_the_roles_and_what_is_broken(self):
        """Each role has a box, and each box but the root's a link; a broken one is drawn so, with its sign."""
        for name in ("good", "broken", "statuses"):
            _, folder, arguments = self.made[name]
            report = pages.report(TUFCHECK, folder, *arguments)
            articles = {int(article.get("id")[1:]): article for article in self.trees[name].iter("article")}
            for number, record in enumerate(report["repositories"], 1):
                drawing = articles[number].find(".//svg[@class='chain']")
                if drawing is None:
                    self.assertEqual(record["roles"], [])
                    continue
                with self.subTest(page=name, gun=record["gun"]):
                    names = [text.text for text in drawing.iter("text") if text.get("class") == "n"]
                    self.assertEqual(sorted(names), sorted(role["name"] for role in record["roles"]))
                    broken = [role for role in record["roles"]
                              if role["status"] not in ("valid", "unpublished") and role["name"] != "root"]
                    signs = [text.text for text in drawing.iter("text") if "x" in text.get("class", "").split()]
                    self.assertEqual(signs, ["✗"] * len(broken))

    def test_dates_are_those_that_are_proved(self):
        for name in ("good", "broken", "statuses"):
            _, folder, arguments = self.made[name]
            report = pages.report(TUFCHECK, folder, *arguments)
            sound = [record for record in report["repositories"]
                     if record["status"] in ("trusted", "degraded", "expired")]
            count = sum(role["status"] in ("valid", "expired") and role["expires"] is not None
                        for record in sound for role in record["roles"])
            count += sum(len(key["certificates"]) for record in sound for key in record["keys"])
            section = self.trees[name].find(".//section[@id='expiries']")
            self.assertIn(f"Proved dates of roles and certificates: {count}.", text_of(section))
            rows = section.findall(".//table[@class='periods']/tbody/tr")
            self.assertEqual(sum(int(row[-1].text) for row in rows), count)
            times = [row.find("th/time").text for row in section.findall(".//table[@class='flow dates']/tbody/tr")]
            self.assertEqual(times, sorted(times))

    def test_any_window_has_all_dates(self):
        """However far is looked ahead, and from when: each date is in one period, and periods follow each other."""
        folder = self.made["good"][1]
        for span, at in (("0d", AT), ("1d", AT), ("1w", AT), ("2y", AT), ("9999999y", AT), ("180d", "0001-01-01"),
                         ("180d", "9999-12-31T23:59:59Z"), ("180d", "2029-11-20T04:33:07Z")):
            with self.subTest(span=span, at=at):
                page = self.parse(pages.verify(TUFCHECK, folder, "-o", "html", "--warn-within", span, "tuf", at=at))
                section = page.find(".//section[@id='expiries']")
                total = int(re.search(r"certificates: (\d+)\.", text_of(section)).group(1))
                rows = section.findall(".//table[@class='periods']/tbody/tr")
                self.assertEqual(sum(int(row[-1].text) for row in rows), total)
                times = [time.text for row in rows for time in row.iterfind("th/time")]
                self.assertEqual(times, sorted(times))

    def publish(self, publisher, name, delegations):
        """The section of a repository with these delegations, and the lines of its boxes' names."""
        folder = pathlib.Path(self.folder.name) / name
        metadata = folder / "tuf" / pages.fixtures.OWN_ROOT / "metadata"
        publisher.publish(metadata, {"latest": pages.fixtures.sum_of("latest")}, delegations=delegations)
        article, = self.parse(pages.verify(TUFCHECK, folder, "-o", "html", "tuf")).iter("article")
        self.assertEqual(text_of(article.find("h3/b")), "trusted")
        rows = article.findall(".//table[@class='flow roles']/tbody/tr/th")
        self.assertEqual([row.text.strip() for row in rows], [*TOP_LEVEL, *delegations])
        return article, [text.text for text in article.iter("text") if text.get("class") == "n"]

    def test_of_many_roles_some_are_not_drawn(self):
        names = [f"targets/r{i:02}" for i in range(60)]
        article, drawn = self.publish(pages.fixtures.Publisher(), "many", names)
        self.assertEqual(drawn, [*TOP_LEVEL, *names[:56]])
        self.assertIn("Not drawn: 4 roles, which the table of roles has.", text_of(article))

    def test_of_deep_roles_some_are_not_drawn(self):
        names = ["targets/a", "targets/a/b", "targets/a/b/c", "targets/a/b/c/d"]
        article, drawn = self.publish(pages.NestedPublisher(), "deep", names)
        self.assertEqual(drawn, [*TOP_LEVEL, *names[:3]])
        self.assertIn("Not drawn: 1 role, which the table of roles has.", text_of(article))

    def test_a_long_name_is_drawn_in_part(self):
        name = "targets/" + "0123456789" * 20
        _, drawn = self.publish(pages.fixtures.Publisher(), "long", [name])
        self.assertEqual(drawn, [*TOP_LEVEL, name[:26], name[26:52], name[52:78] + "…"])

    def test_what_is_not_as_demanded_is_proved_all_the_same(self):
        folder = self.made["good"][1]
        asked = ("--pin", f"{pages.fixtures.APP}=sha256:{'0' * 64}", "tuf")
        article, = self.parse(pages.verify(TUFCHECK, folder, "-o", "html", *asked)).iter("article")
        record, = pages.report(TUFCHECK, folder, *asked)["repositories"]
        self.assertEqual((record["status"], record["checks"]["policy"]), ("untrusted", "fail"))
        self.check_section(article, record)
        self.assertIn("Tags: none shown, for the repository is not what was demanded", text_of(article))

    def test_the_command_is_told_as_a_shell_takes_it(self):
        """Quoted where it must be: a shell makes the same arguments of it."""
        arguments = ["--warn-within", "90d", "--pin", "a*=sha1:" + "0" * 40, "--pin", "b=sha1:" + "1" * 40,
                     "it's <b>\"here\"</b>", "--", "-x", "$HOME"]
        page = self.parse(pages.verify(TUFCHECK, self.folder.name, "-o", "html", *arguments))
        told = text_of(page.findall("body/header/dl/dd")[2])
        self.assertEqual(shlex.split(told), ["tufcheck", "verify", "--at", AT, "--warn-within", "90d",
                                             "--output", "html", *arguments[2:]])

    def parse(self, page):
        return xml.etree.ElementTree.fromstring(page)

    def test_no_trusted_repository_is_shown_when_quiet(self):
        page = self.parse(pages.verify(TUFCHECK, self.made["statuses"][1], "-q", "-o", "html", "tuf"))
        self.assertEqual(len(list(page.iter("article"))), len(list(self.trees["statuses"].iter("article"))) - 1)
        self.assertNotIn("trusted", [text_of(article.find("h3/b")) for article in page.iter("article")])


if __name__ == "__main__":
    TUFCHECK = str(pathlib.Path(sys.argv[1]).resolve(strict=True))
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
