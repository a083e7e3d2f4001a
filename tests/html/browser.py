# SPDX-License-Identifier: Apache-2.0
"""A Chromium without a window, driven by chromedriver (W3C WebDriver, and Chromium's own commands through it)."""

import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 20
COMMAND_SECONDS = 120


class Failed(Exception):
    """The browser did not do what it was told."""


def find_missing():
    """Why no browser can be started here, or None."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return f"there is no {program}"
    return None


def find_port():
    """A port of loopback that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Browser:
    """One browser; close() ends it and leaves nothing."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tufcheck-browser-")
        self.port = find_port()
        self.session = None
        environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": self.folder.name, "LC_ALL": "C.UTF-8",
                       "TMPDIR": self.folder.name}
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], env=environment,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def _start(self):
        arguments = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     "--force-color-profile=srgb", "--hide-scrollbars", f"--user-data-dir={self.folder.name}/profile"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium's own does not work for root
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": arguments},
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self._wait()
        value = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = value["sessionId"]

    def _wait(self):
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                if self._send("GET", "/status")["ready"]:
                    return
            except (OSError, KeyError):
                pass
            if self.driver.poll() is not None or time.monotonic() > end:
                raise Failed("chromedriver does not answer")
            time.sleep(0.05)

    def _send(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=COMMAND_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failed(error.read().decode(errors="replace")) from error

    def _do(self, method, path, body=None):
        return self._send(method, f"/session/{self.session}{path}", body)

    def command(self, name, **parameters):
        """One of the DevTools protocol."""
        return self._do("POST", "/goog/cdp/execute", {"cmd": name, "params": parameters})

    def emulate(self, width, height, scheme, media="screen"):
        """The size of the view in CSS pixels, and whether it is light or dark."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                     mobile=False)
        self.command("Emulation.setEmulatedMedia", media=media,
                     features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path, fragment=""):
        self._do("POST", "/url", {"url": pathlib.Path(path).resolve().as_uri() + fragment})

    def run(self, script, *arguments):
        """What a function with this body returns."""
        return self._do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def run_async(self, script, *arguments):
        """What a function with this body gives to its last argument."""
        return self._do("POST", "/execute/async", {"script": script, "args": list(arguments)})

    def press(self, key):
        """A key of the keyboard, by its WebDriver code."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._do("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def read_log(self, kind):
        """What was added to the log since it was read last."""
        return self._do("POST", "/se/log", {"type": kind})

    def read_requests(self):
        """The addresses that were asked for since this was read last; the browser's own pages are not."""
        messages = [json.loads(entry["message"])["message"] for entry in self.read_log("performance")]
        addresses = [message["params"]["request"]["url"] for message in messages
                     if message["method"] == "Network.requestWillBeSent"]
        return [address for address in addresses if not address.startswith(("chrome:", "about:", "devtools:"))]

    def inject(self, path):
        """Runs a script of a file in the page, whatever the page's policy."""
        answer = self.command("Runtime.evaluate", expression=pathlib.Path(path).read_text(encoding="utf-8"))
        if "exceptionDetails" in answer:
            raise Failed(str(answer["exceptionDetails"]))

    def print(self):
        """The page as PDF."""
        return base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True)["data"])

    def take_picture(self, path, whole=True):
        """A PNG of the view, or of the whole page."""
        picture = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(picture["data"]))

    def close(self):
        if self.session:
            try:
                self._do("DELETE", "")
            except (Failed, OSError):
                pass
            self.session = None
        self.driver.terminate()
        try:
            self.driver.wait(10)
        except subprocess.TimeoutExpired:
            self.driver.kill()
            self.driver.wait()
        self.folder.cleanup()
