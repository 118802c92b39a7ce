"""Certificates for tests, made by openssl when they are needed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.errors import ClusterUnavailable


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate and its key, PEM; the certificate is a client's CA file too."""

    certificate: Path
    key: Path


def make_certificate(folder: Path, name: str = "localhost", days: int = 2) -> Certificate:
    """A self-signed certificate for 127.0.0.1 and ``name``, in ``folder``.

    Raises ClusterUnavailable where there is no openssl.
    """
    openssl = shutil.which("openssl")
    if openssl is None:
        raise ClusterUnavailable("no openssl to make certificates with (Debian: apt install openssl)")
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=IP:127.0.0.1,DNS:{name}"]
    command += ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return made
