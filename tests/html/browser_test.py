#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: it loads nothing, fits every width, and can be used by keyboard and on paper.

    browser_test.py TUFCHECK [--axe] [unittest arguments]

--axe: instead, that axe-core finds nothing to make better for people who cannot see or point.
Exit status 77 where there is no Chromium, or no axe-core (`npm ci` in tests/, which `./dev setup` does).
"""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # nothing is left in the source tree
import browser  # noqa: E402
import pages  # noqa: E402

SKIPPED = 77
TUFCHECK = None
AXE = pathlib.Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = ("light", "dark")
WIDTHS = (320, 768, 1280, 1920)
HEIGHT = 900
PAPER = 718  # what A4 leaves between margins of 1 cm, in CSS pixels
# axe-core takes seconds for each; a page of every status has all that there is.
LOOKS = (("statuses", 1280, "light"), ("statuses", 1280, "dark"), ("hostile", 320, "light"))
TAB, ENTER, SPACE = "\ue004", "\ue007", "\ue00d"

UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true;"
OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;"
# What is cut off at the right or covered by nothing that scrolls.
CUT = """const found = [];
for (const box of document.querySelectorAll('.wide')) {
  const style = getComputedStyle(box);
  if (box.scrollWidth > box.clientWidth + 1 && !(style.overflowX === 'auto' && box.tabIndex === 0))
    found.push(box.getAttribute('aria-label') + ' ' + box.scrollWidth + ' in ' + box.clientWidth);
}
return found;"""
# Lines of a drawing that do not end within their box.
BEYOND = """const found = [];
for (const drawing of document.querySelectorAll('svg.chain')) {
  const boxes = [...drawing.querySelectorAll('rect')].map(box => box.getBBox());
  for (const line of drawing.querySelectorAll('text:not(.x)')) {
    const place = line.getBBox(), right = place.x + place.width;
    if (!boxes.some(box => place.x > box.x && right < box.x + box.width && place.y > box.y &&
                           place.y + place.height < box.y + box.height))
      found.push(line.textContent);
  }
}
return found;"""
FOCUS = """const element = document.activeElement, style = getComputedStyle(element);
const box = element.getBoundingClientRect();
return {name: element.tagName.toLowerCase(), text: element.textContent, outline: parseFloat(style.outlineWidth),
        shown: style.outlineStyle !== 'none' && box.width > 0 && box.left >= 0, id: element.id};"""
RUN_AXE = """const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(
  result => done(result.violations.map(v => v.id + ': ' + v.help + '\\n' +
    v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join('\\n'))),
  error => done(['axe: ' + error]));"""


class Opened(unittest.TestCase):
    """A browser, and the pages."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="html-")
        cls.addClassCleanup(cls.folder.cleanup)
        folder = pathlib.Path(cls.folder.name)
        cls.pages = {name: pages.make(TUFCHECK, name, folder)[0] for name in pages.FOLDERS}
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    def open(self, name, width=1280, scheme="light", media="screen"):
        self.browser.emulate(width, HEIGHT, scheme, media)
        self.browser.open(self.pages[name])
        self.assertEqual(self.browser.run("return document.characterSet + ' ' + document.compatMode"),
                         "UTF-8 CSS1Compat")


class Use(Opened):
    """By people."""

    def test_nothing_is_loaded_and_nothing_goes_wrong(self):
        for name in self.pages:
            with self.subTest(page=name):
                self.browser.read_requests()
                self.open(name)
                self.browser.run(UNFOLD)
                self.assertEqual(self.browser.read_log("browser"), [])
                self.assertEqual(self.browser.read_requests(), [self.pages[name].as_uri()])
                self.assertEqual(self.browser.run("return document.scripts.length + document.images.length"), 0)

    def test_the_log_would_tell(self):
        """What the page before asserts is no blindness: a page that loads something is noticed."""
        path = pathlib.Path(self.folder.name) / "loading.html"
        path.write_text("<!DOCTYPE html><title>x</title><img src='nosuch.png'>", encoding="ascii")
        self.browser.read_requests()
        self.browser.open(path)
        self.assertEqual(self.browser.read_requests(), [path.as_uri(), path.with_name("nosuch.png").as_uri()])
        self.assertNotEqual(self.browser.read_log("browser"), [])

    def test_it_fits_every_width(self):
        for name in self.pages:
            self.open(name)
            for fold in ("", UNFOLD):
                self.browser.run(fold)
                for width in WIDTHS:
                    with self.subTest(page=name, width=width, unfolded=bool(fold)):
                        self.browser.emulate(width, HEIGHT, "light")
                        self.assertEqual(self.browser.run("return innerWidth;"), width)
                        self.assertEqual(self.browser.run(OVERFLOW), 0)
                        self.assertEqual(self.browser.run(CUT), [])

    def test_lines_stay_in_their_boxes(self):
        for name in self.pages:
            with self.subTest(page=name):
                self.open(name)
                self.browser.run(UNFOLD + "document.querySelectorAll('article').forEach("
                                 "section => section.style.contentVisibility = 'visible');")
                width = self.browser.run("return document.querySelector('svg.chain text').getBBox().width;")
                self.assertGreater(width, 0)
                self.assertEqual(self.browser.run(BEYOND), [])

    def test_both_schemes_have_colours_of_their_own(self):
        script = "const s = getComputedStyle(document.documentElement); return [s.backgroundColor, s.color];"
        found = []
        for scheme in SCHEMES:
            self.open("good", scheme=scheme)
            found.append(self.browser.run(script))
        self.assertNotEqual(found[0], found[1])
        self.open("good", scheme="dark", media="print")
        self.assertEqual(self.browser.run(script)[1], found[0][1], "paper is light")

    def test_everything_is_reached_by_keyboard(self):
        self.open("statuses")
        self.browser.press(TAB)
        focus = self.browser.run(FOCUS)
        self.assertEqual((focus["name"], focus["text"]), ("a", "Skip to the summary"))
        self.assertTrue(focus["shown"] and focus["outline"] >= 2, focus)
        self.browser.press(ENTER)
        self.assertEqual(self.browser.run(FOCUS)["id"], "main")
        names = set()
        for _ in range(300):
            self.browser.press(TAB)
            focus = self.browser.run(FOCUS)
            if focus["name"] == "body":
                break
            self.assertTrue(focus["shown"] and focus["outline"] >= 2, focus)
            names.add(focus["name"])
        self.assertEqual(focus["name"], "body", "the end of the page is not reached")
        self.assertEqual(names, {"a", "div", "summary"})

    def test_a_fold_opens_by_keyboard(self):
        self.open("statuses")
        self.browser.run("document.querySelector('details:not([open]) > summary').focus();")
        self.browser.press(SPACE)
        self.assertTrue(self.browser.run("return document.activeElement.parentElement.open"))

    def test_the_index_leads_to_each_repository(self):
        self.open("statuses")
        count = self.browser.run("return document.querySelectorAll('#index tbody a').length")
        self.assertEqual(count, 6)
        for i in range(count):
            shown = self.browser.run("""const link = document.querySelectorAll('#index tbody a')[arguments[0]];
                link.click();
                const place = document.querySelector(':target'), box = place.getBoundingClientRect();
                return [box.top >= -1 && box.top < innerHeight,
                        link.textContent === place.querySelector('h3 code').textContent];""", i)
            self.assertEqual(shown, [True, True])

    def test_paper_has_all_of_it(self):
        for name in self.pages:
            with self.subTest(page=name):
                self.open(name, PAPER, media="print")
                self.assertEqual(self.browser.run(OVERFLOW), 0)
                hidden = self.browser.run("""return [...document.querySelectorAll('details')].filter(
                    d => getComputedStyle(d, '::details-content').contentVisibility !== 'visible').length""")
                self.assertEqual(hidden, 0, "folds that stay closed on paper")
                cut = self.browser.run("""const right = document.documentElement.clientWidth + 1;
                    return [...document.querySelectorAll('table, svg')].filter(
                      t => t.getBoundingClientRect().right > right).map(t => t.className.baseVal || t.className)""")
                self.assertEqual(cut, [], "wider than the paper")
        self.assertTrue(self.browser.print().startswith(b"%PDF-"))


class Axe(Opened):
    """By programs that know the rules (WCAG 2 and what is good practice)."""

    def test_no_violations(self):
        for name, width, scheme in LOOKS:
            with self.subTest(page=name, scheme=scheme, width=width):
                self.open(name, width, scheme)
                self.browser.run(UNFOLD)
                self.browser.inject(AXE)
                self.assertEqual("\n\n".join(self.browser.run_async(RUN_AXE)), "")

    def test_a_violation_would_be_told(self):
        self.open("good")
        self.browser.inject(AXE)
        self.browser.run("document.documentElement.removeAttribute('lang');"
                         "document.querySelector('h1').style.color = 'var(--rule)';")
        found = "\n".join(self.browser.run_async(RUN_AXE))
        self.assertIn("html-has-lang", found)
        self.assertIn("color-contrast", found)


def main():
    global TUFCHECK
    arguments = sys.argv[1:]
    is_axe = "--axe" in arguments
    if is_axe:
        arguments.remove("--axe")
    reason = browser.find_missing()
    if not reason and is_axe and not AXE.exists():
        reason = "there is no axe-core: run ./dev setup where the npm registry can be reached"
    if reason:
        print(f"skipped: {reason}")
        return SKIPPED
    TUFCHECK = str(pathlib.Path(arguments[0]).resolve(strict=True))
    case = Axe if is_axe else Use
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    if arguments[1:]:
        suite = unittest.defaultTestLoader.loadTestsFromNames(arguments[1:], case)
    return 0 if unittest.TextTestRunner().run(suite).wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
