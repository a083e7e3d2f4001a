# SPDX-License-Identifier: Apache-2.0
"""The sound repositories that all others are made from."""

import functools

from forge import repository
from forge.keys import bare, certified
from forge.repository import Signer
from mutate.draft import Base

PLAIN_ROLES = ("root", "timestamp", "snapshot", "targets", "targets/releases", "targets/releases/nightly",
               "targets/alice")


def quorum_app():
    """As repository.team_app(), but no role is signed by one key alone, and there are keys of every type."""
    repo = repository.team_app()
    rsa = bare("rsa-2048")
    repo.assign("root", certified("root"), certified("root-next"), threshold=2)
    repo.assign("targets", bare("targets"), rsa, threshold=2, signers=[bare("targets"), Signer(rsa, "rsapkcs1v15")])
    repo.assign("snapshot", bare("snapshot"), bare("spare"), bare("p384"), threshold=2,
                signers=[bare("snapshot"), bare("p384")])
    repo.assign("timestamp", bare("timestamp"), bare("ed25519"), threshold=2)
    alice = certified("alice-rsa-2048")
    repo.assign("targets/alice", alice, certified("alice-second"), threshold=2,
                signers=[Signer(alice, "rsapkcs1v15"), certified("alice-second")])
    repo["targets"]["targets"]["annotated"] = {
        "custom": {"note": "a \"quoted\" \\ <b>&amp;</b> \u00e9\u4e2d\U0001f600", "numbers": [0, -1, 9007199254740991]},
        "hashes": repo["targets"]["targets"]["old"]["hashes"], "length": 34}
    return repo


MAKERS = {"app": repository.team_app, "quorum": quorum_app}


@functools.lru_cache(maxsize=None)
def base(name):
    return Base(MAKERS[name])


def draft(name="app"):
    return base(name).draft()
