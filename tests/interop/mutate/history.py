# SPDX-License-Identifier: Apache-2.0
"""What may lie beside the metadata: older roots, files of nobody, links, and files of great size."""

import json

from forge import canonical
from forge.keys import certified
from forge.repository import Signer
from mutate import bases
from mutate.document import Spelled
from mutate.mutant import Mutant, rows

NAMES = {"{}.root.json": (0, 1, 2, 3, 10, 2**31, "01", "1a", "-1", ""), "root.{}.json": (1, 2, 3),
         "{}.targets.json": (1,)}
SIZE_LIMIT = 100 * 1024 * 1024
VALUES_LIMIT = 4_000_000
HISTORY_LIMIT = 4096


def rewritten(signer, **changes):
    """A root with other members, signed by one key."""
    signed = {**json.loads(bases.base("app").written["root"])["signed"], **changes}
    signatures = [signer.sign(canonical.encode(signed))]
    return f'{{"signed":{canonical.as_json(signed)},"signatures":{canonical.as_json(signatures)}}}'.encode()


def contents():
    own, other = Signer(certified("root")), Signer(certified("root-next"))
    root = bases.base("app").written["root"]
    version = json.loads(root)["signed"]["version"]
    yield "same", root
    yield "empty", b""
    yield "no-json", b"x"
    yield "targets", bases.base("app").written["targets"]
    yield "no-signatures", root[:root.index(b'"signatures":')] + b'"signatures":[]}'
    for number in (version - 1, version, version + 1, version + 7):
        yield f"version-{number}", rewritten(own, version=number)
        yield f"version-{number}-of-others", rewritten(other, version=number)
    yield "other-expiry", rewritten(own, expires="2034-01-01T00:00:00Z")


def put_file(path, data):
    return lambda draft: draft.files.update({path: data})


def beside():
    for form, numbers in NAMES.items():
        for number in numbers:
            for what, data in contents():
                path = form.format(number)
                yield Mutant(f"beside/{path}/{what}", put_file(path, data), rows("D15"))
    for path in ("mirrors.json", "targets/nobody.json", "targets/releases/nobody.json", "root.json.tmp", "x/y/z.json",
                 "targets/bob.json", "targets/alice/metadata/root.json", "metadata/root.json", ".root.json",
                 "ROOT.json"):
        for what, data in (("targets", bases.base("app").written["targets/alice"]), ("empty", b""), ("no-json", b"x")):
            yield Mutant(f"beside/nobodys/{path.replace('/', '~')}/{what}", put_file(path, data))


def linked(role):
    """The file is a link to one that is elsewhere."""
    def build(draft):
        path = f"{role}.json"

        def move(files):
            elsewhere = f"../../../../../{role.replace('/', '-')}.elsewhere"  # beside the folder tuf
            draft.links[path] = "../" * role.count("/") + elsewhere
            return {elsewhere if name == path else name: data for name, data in files.items()}
        draft.later.append(move)
    return build


def links():
    for role in bases.PLAIN_ROLES:
        yield Mutant(f"links/{role.replace('/', '~')}/out-of-the-directory", linked(role), rows("D16"))


def of_size(size):
    """A file with so many bytes, listed as it is."""
    return lambda draft: draft["targets"].edits.append(lambda data: data + b" " * (size - len(data)))


def of_values(count):
    text = "[" + "0," * (count - 1) + "0]"
    return lambda draft: draft["targets"].envelope.append(lambda pairs: type(pairs)([*pairs, ("x", Spelled(text))]))


def of_history(count):
    """So many files of other versions of the root. None is a root; no client looks at them."""
    return lambda draft: draft.files.update({f"{number}.root.json": b"x" for number in range(100, 100 + count)})


def sizes():
    yield Mutant("sizes/file/over", of_size(SIZE_LIMIT + 1), rows("D09"))
    yield Mutant("sizes/values/over", of_values(VALUES_LIMIT + 1), rows("D18"))
    yield Mutant("sizes/history/over", of_history(HISTORY_LIMIT + 1), rows("D19"))


def mutants():
    yield from beside()
    yield from links()
    yield from sizes()
