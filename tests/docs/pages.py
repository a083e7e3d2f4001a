# SPDX-License-Identifier: Apache-2.0
"""What of a page of Markdown is to be run, and what it says comes of it.

A block is indented by four blanks, or fenced. Indented ones and those fenced as `sh` are commands for bash:

    $ COMMAND           a line that begins so is typed; one behind it that begins with `> ` goes on with it
    OUTPUT              everything else is what is then on the terminal, to the byte
    ...                 this line alone stands for one or more lines of it

A command ends with 0, unless the next one is `echo $?`. A block without `$` has commands only; what they print is not
looked at, and each ends with 0. Blocks fenced as one of DATA are no commands, and have none in them.

All of a page is one shell, so that variables and folders stay. It has a terminal, 100 columns wide. Comments of HTML say what readers need not see:

    <!-- test: COMMANDS -->        are run, too, on as many lines as it takes
    <!-- file: NAME -->            the next block stands in that file
    <!-- run by: PATH -->          the next block's commands are run by another test
    <!-- not run: REASON -->       the next block's commands cannot be run by a test
"""

import dataclasses
import re
import subprocess

DATA = ("json", "yaml", "text")
COMMAND = re.compile(r"^\s*\$ |\btufcheck [a-z]", re.MULTILINE)
COMMENT = re.compile(r"<!-- *(test|file|run by|not run):(.*?)-->", re.DOTALL)
FENCE = re.compile(r"^(```+)(\w*)$")
STRAY = re.compile(r"\s*(```|~~~)| {4,}(\$ |tufcheck |\./)")
INDENT = "    "
ELISION = "..."


class BadPage(Exception):
    """The page is not written as it must be."""


@dataclasses.dataclass
class Step:
    """Something to run. expected: lines of output, None where they are not looked at."""
    line: int
    script: str
    expected: list = None
    typed: list = None  # the lines of the page that are the command
    hidden: bool = False


@dataclasses.dataclass
class File:
    """A file that the page shows."""
    line: int
    name: str
    text: str


@dataclasses.dataclass
class NotRun:
    """Commands that are run elsewhere or not at all."""
    line: int
    reason: str
    path: str = ""  # of the other test


@dataclasses.dataclass
class Text:
    """Lines of the page that stay as they are."""
    lines: list


@dataclasses.dataclass
class Block:
    """Code. indent: what its lines begin with."""
    line: int
    language: str
    indent: str
    lines: list


# ---- blocks and comments ----

def find_parts(text):
    """The page as Text, Block and (line, kind, argument) of each comment; all lines are in one of them."""
    lines, at = text.split("\n"), 0
    before = ""
    while at < len(lines):
        fence, first = FENCE.match(lines[at]), at
        if fence:
            end = find_end(lines, at, fence[1])
            yield Text(lines[at:at + 1])
            yield Block(at + 2, fence[2], "", lines[at + 1:end])
            yield Text(lines[end:end + 1])
            at = end + 1
        elif lines[at].startswith(INDENT) and not before:
            at = find_end_of_indented(lines, at)
            yield Block(first + 1, "sh", INDENT, [line[len(INDENT):] for line in lines[first:at]])
        elif lines[at].startswith("<!--"):
            at = next((n for n in range(at, len(lines)) if lines[n].endswith("-->")), len(lines)) + 1
            comment = COMMENT.fullmatch("\n".join(lines[first:at]))
            if not comment:
                raise BadPage(f"line {first + 1}: a comment that says nothing: {lines[first]}")
            yield Text(lines[first:at])
            argument = comment[2].lstrip()
            yield first + 1 + comment[2].removesuffix(argument).count("\n"), comment[1], argument.rstrip()
        else:
            if STRAY.match(lines[at]):
                raise BadPage(f"line {at + 1}: a block that is not seen as one: {lines[at]}")
            yield Text(lines[at:at + 1])
            at += 1
        before = lines[at - 1].strip()


def find_end(lines, start, fence):
    for at in range(start + 1, len(lines)):
        if lines[at] == fence:
            return at
    raise BadPage(f"line {start + 1}: the block has no end")


def find_end_of_indented(lines, start):
    """Behind its last line; empty ones are within it when it goes on."""
    end = at = start
    while at < len(lines) and (lines[at].startswith(INDENT) or not lines[at]):
        at += 1
        end = at if lines[at - 1] else end
    return end


# ---- what is in a block ----

def is_complete(script):
    return subprocess.run(["bash", "-n", "-c", script], capture_output=True, check=False).returncode == 0


def read_commands(block):
    """A step for each command, on as many lines as it takes."""
    script, first = [], block.line
    for number, line in enumerate(block.lines, block.line):
        first = first if script else number
        script.append(line)
        text = "\n".join(script)
        if line.strip() and not line.endswith("\\") and is_complete(text):
            yield Step(first, text)
            script = []
    if "".join(script).strip():
        raise BadPage(f"line {first}: not a whole command: {script[0]}")


def read_transcript(block):
    """A step for each line that is typed."""
    step = None
    for number, line in enumerate(block.lines, block.line):
        if line.startswith("$ "):
            if step:
                yield step
            step = Step(number, line[2:], [], [line])
        elif step is None:
            raise BadPage(f"line {number}: output of no command")
        elif line.startswith("> ") and not step.expected:
            step.script += "\n" + line[2:]
            step.typed.append(line)
        else:
            step.expected.append(line)
    yield step


def read_block(block, note):
    """What a block is: steps, a file, or commands that are not run."""
    text = "".join(line + "\n" for line in block.lines)
    line, kind, argument = note or (0, "", "")
    if kind == "file":
        return [File(block.line, argument, text)]
    if kind in ("run by", "not run"):
        if not argument:
            raise BadPage(f"line {line}: no reason")
        return [NotRun(block.line, argument, argument if kind == "run by" else "")]
    if block.language == "sh":
        is_transcript = any(line.startswith("$ ") for line in block.lines)
        return list((read_transcript if is_transcript else read_commands)(block))
    if block.language not in DATA or COMMAND.search(text):
        raise BadPage(f"line {block.line}: commands that are neither run nor said not to be, or a language that is"
                      f" none of sh, {', '.join(DATA)}")
    return []


def read_page(text):
    """The parts of a page in their order: Text, or (Block, what is in it), which is empty for data."""
    parts, note = [], None
    for part in find_parts(text):
        if isinstance(part, Block):
            parts.append((part, read_block(part, note)))
            note = None
        elif isinstance(part, Text):
            parts.append(part)
        elif note:
            raise BadPage(f"line {note[0]}: no block follows")
        elif part[1] == "test":
            steps = list(read_commands(Block(part[0], "sh", "", part[2].split("\n"))))
            parts.append((None, [dataclasses.replace(step, hidden=True) for step in steps]))
        else:
            note = part
    if note:
        raise BadPage(f"line {note[0]}: no block follows")
    return parts


def list_items(parts):
    """All that is in the blocks."""
    return [item for part in parts if not isinstance(part, Text) for item in part[1]]


# ---- output ----

def fits(expected, output):
    """Whether output, a text, is what the lines say."""
    pattern = "".join("(?:.*\n)+?" if line == ELISION else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, output) is not None


def write_page(parts, outputs):
    """The page with these outputs, by the line of their step. What fits stays as it is."""
    lines = []
    for part in parts:
        if isinstance(part, Text):
            lines += part.lines
        elif part[0]:
            lines += [(part[0].indent + line).rstrip() for line in write_block(*part, outputs)]
    return "\n".join(lines)


def write_block(block, items, outputs):
    steps = [item for item in items if isinstance(item, Step) and item.expected is not None]
    if not steps:
        return block.lines
    lines = []
    for step in steps:
        output = outputs[step.line]
        lines += step.typed
        lines += step.expected if fits(step.expected, output) else output.split("\n")[:-1]
    return lines
