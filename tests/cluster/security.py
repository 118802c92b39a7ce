"""The security plugin in the nodes of a cluster: TLS among them and to clients, and users with passwords.

Maven Central has it as the zip of a distribution's plugin; its jars go on the class path, behind those that are
there already, and its files of demonstration users and roles into every node's configuration.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from tests.cluster.certificates import Certificate

RELEASE = "3.4.0"
LOGIN = ("admin", "admin")  # of the plugin's demonstration users
USERS = "security"
CERTIFICATE, KEY = "node.pem", "node.key"

SETTINGS = {
    "plugins.security.allow_default_init_securityindex": "true",
    "plugins.security.nodes_dn": "CN=localhost",
    "plugins.security.ssl.http.enabled": "true",
} | {
    f"plugins.security.ssl.{layer}.{what}_filepath": file
    for layer in ("transport", "http")
    for what, file in (("pemcert", CERTIFICATE), ("pemkey", KEY), ("pemtrustedcas", CERTIFICATE))
}


def unpack(software: Path) -> None:
    """Put the jars of the plugin beside those of the server in ``lib``, and its files of users into ``security``."""
    lib = software / "lib"
    there = {_artifact(jar.name) for jar in lib.glob("*.jar")}
    for packed in lib.glob("opensearch-security-*.zip"):
        with zipfile.ZipFile(packed) as plugin:
            for name in plugin.namelist():
                if name.endswith(".jar") and "/" not in name and _artifact(name) not in there:
                    plugin.extract(name, lib)
                elif re.fullmatch(r"config/\w+\.yml", name):
                    (software / USERS).mkdir(exist_ok=True)
                    (software / USERS / Path(name).name).write_bytes(plugin.read(name))
        packed.unlink()


def configure(node: Path, software: Path, certificate: Certificate) -> None:
    """Give the node in this folder the certificate and the users."""
    config = node / "config"
    config.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(certificate.certificate, config / CERTIFICATE)
    shutil.copyfile(certificate.key, config / KEY)
    shutil.copytree(software / USERS, config / "opensearch-security", dirs_exist_ok=True)


def _artifact(jar: str) -> str:
    return re.sub(r"-\d.*", "", jar)
