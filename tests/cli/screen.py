# SPDX-License-Identifier: Apache-2.0
"""A terminal for tests of what the command writes on one, and what stays to be seen there."""

import fcntl
import os
import re
import select
import struct
import subprocess
import termios
import threading
import time

TIMEOUT = 120
COLUMNS = 80
WRITTEN_OVER = re.compile(r"\r([^\r\n\x1b]*)\x1b\[K")


def open_terminal(columns):
    """Both ends of a terminal that passes bytes on as they are."""
    master, slave = os.openpty()
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    resize(slave, columns)
    return master, slave


def resize(descriptor, columns):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def list_progress(text):
    """What was drawn as progress, in its order; what cleared it is not among it."""
    return [line for line in WRITTEN_OVER.findall(text) if line]


def show(text):
    """What is to be seen at the end: lines, the last one without a line feed. Only progress goes back in a line."""
    lines, column = [""], 0
    for piece in re.findall(r"\r|\n|\x1b\[K|[^\r\n\x1b]+", text):
        if piece == "\r":
            column = 0
        elif piece == "\n":
            lines.append("")
            column = 0
        elif piece == "\x1b[K":
            lines[-1] = lines[-1][:column]
        else:
            lines[-1] = lines[-1][:column] + piece + lines[-1][column + len(piece):]
            column += len(piece)
    return "\n".join(lines)


class Run:
    """A process with a terminal for standard error and, unless it has a pipe, for standard output."""

    def __init__(self, arguments, columns=COLUMNS, stdout=None, has_session=False, **options):
        """has_session: the terminal is that of the process's own session, with foreground and background."""
        self.master, slave = open_terminal(columns)

        def begin_session():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        if has_session:
            options["preexec_fn"] = begin_session
        self.seen, self.arrived = b"", threading.Condition()
        try:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stderr=slave,
                                            stdout=slave if stdout is None else stdout, **options)
        finally:
            os.close(slave)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        while select.select([self.master], [], [], TIMEOUT)[0]:
            try:
                piece = os.read(self.master, 65536)
            except OSError:  # its other end is closed
                break
            if not piece:
                break
            with self.arrived:
                self.seen += piece
                self.arrived.notify()

    @property
    def text(self):
        with self.arrived:
            return self.seen.decode()

    def wait_for(self, condition):
        """Until condition holds for what was written; whether it came to that."""
        end = time.monotonic() + TIMEOUT
        with self.arrived:
            while not condition(self.seen.decode(errors="replace")) and time.monotonic() < end:
                self.arrived.wait(0.1)
            return condition(self.seen.decode(errors="replace"))

    def resize(self, columns):
        resize(self.master, columns)

    def end(self):
        """Waits for the end; the exit status, below 0 a signal."""
        try:
            status = self.process.wait(TIMEOUT)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self.reader.join()
            os.close(self.master)
        return status
