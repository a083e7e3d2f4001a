# SPDX-License-Identifier: Apache-2.0
"""The folder that the tests of failures work in, and the commands that they run there.

It has four repositories: one with delegations and signers of every kind, one whose root certificate has
an authority, one with Ed25519 keys, one with all its older roots; private keys; and what they are held
against: a lock, pins, a client's configuration, a policy, a file of images.
"""

import json
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import fixtures  # noqa: E402

AT = (fixtures.NOTARY / "AT").read_text(encoding="ascii").strip()
ED25519 = "registry.example.com/team/ed25519"
GUNS = (fixtures.APP, fixtures.OWN_ROOT, ED25519, fixtures.ROTATED)

# What a run may change, below the folder.
LOCK_TO_UPDATE = "update.lock"

IMAGES = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: shop}}
spec:
  initContainers:
    - &first {{name: prepare, image: "{fixtures.APP}:v1.0"}}
  containers:
    - name: edge
      image: {fixtures.OWN_ROOT}
---
apiVersion: v1
kind: Pod
metadata: {{name: none}}
spec: {{containers: [{{name: one, image: {fixtures.APP}:latest}}]}}
"""


class Scenario:
    """A run of the command. exit_status: of the run when nothing fails."""

    def __init__(self, name, *arguments, exit_status=0):
        self.name, self.arguments, self.exit_status = name, arguments, exit_status


SCENARIOS = (
    Scenario("verify", "verify", "-j", "1", "--at", AT, "-o", "json", "trust"),
    Scenario("verify-gun", "verify", "-j", "1", "--at", AT, "--trust-dir", "trust", fixtures.APP),
    Scenario("verify-demands", "verify", "-j", "1", "--at", AT, "-o", "ndjson", "--lock", "tufcheck.lock", "--pins", "pins.txt",
             "--notary-config", "config.json", "--trusted-root", "first.root.json", "trust"),
    Scenario("gate", "gate", "--at", AT, "--trust-dir", "trust", "--policy", "release.policy.json",
             "--from", "images.yaml", exit_status=1),
    Scenario("gate-authority", "gate", "--at", AT, "--trust-dir", "trust", "--policy", "authority.policy.json",
             "-o", "refs", f"{fixtures.OWN_ROOT}:latest"),
    Scenario("lock", "lock", "-j", "1", "--at", AT, "trust"),
    Scenario("lock-update", "lock", "-j", "1", "--at", AT, "--update", LOCK_TO_UPDATE, "trust"),
    Scenario("policy-check", "policy", "check", "release.policy.json"),
    Scenario("policy-explain", "policy", "explain", "--at", AT, "--trust-dir", "trust", "--policy",
             "release.policy.json", f"{fixtures.APP}:v1.0"),
    Scenario("policy-init", "policy", "init", "--at", AT, "trust"),
    Scenario("keys", "keys", "-j", "1", "--at", AT, "--find", "alice.crt", "-o", "csv", "trust"),
    Scenario("inspect", "inspect", "-o", "json", f"trust/tuf/{fixtures.APP}"),
)


def _copy_repositories(trust):
    for gun in GUNS:
        metadata = fixtures.copy_repository(trust, gun)
        history = fixtures.NOTARY / "history" / gun
        if gun == fixtures.ROTATED:
            for root in history.iterdir():
                shutil.copy(root, metadata)
    private = trust / "private"
    private.mkdir(mode=0o700)
    for key in sorted((fixtures.NOTARY / "trust" / "private").iterdir())[:2]:
        shutil.copy(key, private)
        (private / key.name).chmod(0o600)
    trust.chmod(0o755)


def _write_demands(folder, tufcheck):
    policies = fixtures.TESTDATA / "policies"
    for name in ("release.policy.json", "authority.policy.json", "own-root-ca.crt"):
        shutil.copy(policies / name, folder)
    certificates = fixtures.NOTARY / "certificates"
    for name in ("alice.crt", "root-ca.crt"):
        shutil.copy(certificates / name, folder)
    shutil.copy(fixtures.NOTARY / "history" / fixtures.ROTATED / "1.root.json", folder / "first.root.json")
    pinning = {"ca": {fixtures.OWN_ROOT: "root-ca.crt"}}
    (folder / "config.json").write_text(json.dumps({"trust_pinning": pinning}), encoding="ascii")
    (folder / "images.yaml").write_text(IMAGES, encoding="ascii")
    locked = run(tufcheck, folder, "lock", "-j", "1", "--at", AT, "trust")
    (folder / "tufcheck.lock").write_bytes(locked)
    root = json.loads((folder / "trust" / "tuf" / fixtures.APP / "metadata" / "root.json").read_bytes())
    (folder / "pins.txt").write_text(f"{fixtures.APP}=keyid:{root['signed']['roles']['root']['keyids'][0]}\n",
                                     encoding="ascii")


def make(folder, tufcheck):
    """Fills the folder, which is empty."""
    _copy_repositories(folder / "trust")
    _write_demands(folder, tufcheck)
    restore(folder)


def restore(folder):
    """Undoes what a run has written: the lock that is to be updated knows one repository too few."""
    lock = json.loads((folder / "tufcheck.lock").read_bytes())
    del lock["repositories"][fixtures.OWN_ROOT]
    (folder / LOCK_TO_UPDATE).write_text(json.dumps(lock), encoding="ascii")


def make_environment(environ):
    """What the command sees of the environment: nothing of the user's."""
    kept = {name: value for name, value in environ.items() if name.endswith("SAN_OPTIONS")}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **kept}


def run(tufcheck, folder, *arguments):
    """Standard output of a run that must pass."""
    return subprocess.run([tufcheck, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE,
                          env=make_environment({})).stdout
