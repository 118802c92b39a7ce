"""deploy/certificates: what it makes is trusted by a strict client, and it leaves alone what is still good."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import PROJECT

DEPLOY = PROJECT / "deploy"
NODE = "search-1"
SETTINGS = yaml.safe_load((DEPLOY / "opensearch/opensearch.yml").read_text("utf-8"))

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None or not hasattr(os, "getuid"), reason="needs openssl and a POSIX shell"
)


def make(folder: Path) -> list[str]:
    """Run the script as compose.yaml does, for one node and the own user; the files that it says it made."""
    words = ["sh", str(DEPLOY / "certificates"), str(folder), str(os.getuid()), NODE]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [line.removeprefix("made: ").removeprefix(f"{folder}/") for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything."""
    folder = tmp_path_factory.mktemp("certificates")
    assert make(folder) == ["authority/ca.pem", f"{NODE}/certificate.pem", "admin/certificate.pem"]
    return folder


def test_nothing_is_made_twice(made: Path) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*.pem")}
    assert make(made) == []
    assert {path: path.read_bytes() for path in made.rglob("*.pem")} == before


def test_keys_are_for_their_owners(made: Path) -> None:
    keys = sorted(made.rglob("key.pem"))
    assert [path.parent.name for path in keys] == ["admin", "authority", NODE]
    assert {path.stat().st_mode & 0o777 for path in keys} == {0o600}
    assert [path.name for path in (made / "public").iterdir()] == ["ca.pem"]


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext, name: str) -> ssl.SSLObject:
    """The client's end of a connection in memory to a server of that name; raises SSLError where it is not trusted."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(down, up, server_hostname=name)
    theirs = server.wrap_bio(up, down, server_side=True)
    for end in (ours, theirs, ours, theirs):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            continue  # it is the other's turn
    return ours


def contexts(made: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """One who connects and is as strict as can be, and the node."""
    client = ssl.create_default_context(cafile=str(made / "public/ca.pem"))
    client.verify_flags |= ssl.VerifyFlags.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made / NODE / "certificate.pem", made / NODE / "key.pem")
    return client, server


@pytest.mark.parametrize("name", [NODE, "localhost", "127.0.0.1"])
def test_a_node_is_trusted_by_its_names(made: Path, name: str) -> None:
    certificate = shake_hands(*contexts(made), name).getpeercert()
    assert certificate
    subject = (("organizationName", "searchsvc"), ("organizationalUnitName", "node"), ("commonName", NODE))
    assert certificate["subject"] == tuple((part,) for part in subject)


def test_nobody_else_is_trusted(made: Path, tmp_path: Path) -> None:
    client, server = contexts(made)
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        shake_hands(client, server, "elsewhere")
    make(tmp_path)
    stranger, _ = contexts(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(stranger, server, NODE)


def test_the_administrator_is_who_the_cluster_thinks(made: Path) -> None:
    asked = ["openssl", "x509", "-in", str(made / "admin/certificate.pem"), "-noout", "-subject", "-nameopt", "RFC2253"]
    subject = subprocess.run(asked, check=True, capture_output=True, text=True, timeout=10).stdout
    assert subject.strip().removeprefix("subject=") in SETTINGS["plugins.security.authcz.admin_dn"]
    client, server = contexts(made)
    server.load_cert_chain(made / "admin/certificate.pem", made / "admin/key.pem")
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(client, server, NODE)


def test_what_ends_soon_is_made_anew(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    shutil.copytree(made, folder)
    node = folder / NODE
    week = ["-days", "7", "-CA", str(folder / "authority/ca.pem"), "-CAkey", str(folder / "authority/key.pem")]
    ending = ["openssl", "req", "-x509", *week, "-key", str(node / "key.pem"), "-subj", "/CN=old"]
    subprocess.run([*ending, "-out", str(node / "certificate.pem")], check=True, capture_output=True, timeout=10)
    assert make(folder) == [f"{NODE}/certificate.pem"]
    shake_hands(*contexts(folder), NODE)
