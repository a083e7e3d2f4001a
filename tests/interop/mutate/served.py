# SPDX-License-Identifier: Apache-2.0
"""A server on loopback that hands out one repository, as a client without any files of its own asks for it.

Without a server the client cannot do without a delegation; with one it drops those that are expired or under their
threshold, which is what tufcheck calls degraded."""

import contextlib
import http.server
import pathlib
import re
import tempfile
import threading

from forge.keys import GUN
from mutate import answers

PREFIX = f"/v2/{GUN}/_trust/tuf/"
# The name of a role, after a version of the root or before the hash of the file.
NAME = re.compile(r"(?:[0-9]+\.)?(?P<role>[^.]+)(?:\.[0-9a-f]{64})?\.json")


class Handler(http.server.BaseHTTPRequestHandler):
    """Reads the metadata folder that its server names."""

    def do_GET(self):
        data = b"{}" if self.path == "/v2/" else self.find()
        self.send_response(200 if data is not None else 404)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def find(self):
        name = NAME.fullmatch(self.path.removeprefix(PREFIX)) if self.path.startswith(PREFIX) else None
        path = self.server.metadata / f"{name['role']}.json" if name else None
        return path.read_bytes() if path and path.is_file() else None

    def log_message(self, *_):
        """Says nothing."""


@contextlib.contextmanager
def serve(folder):
    """The address of a server of the repository in a trust directory."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.metadata = pathlib.Path(folder, "tuf", GUN, "metadata")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def ask_client(folder):
    """What a client says that has never seen the repository."""
    with serve(folder) as address, tempfile.TemporaryDirectory(dir=folder) as home:
        return answers.ask_client(home, address)
