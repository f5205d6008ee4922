"""With certificates, nobody on the way reads the secret or anybody's work."""

import os
import shutil
import subprocess

import pytest

from tests.autograde.cluster.machines import running_cluster
from tests.autograde.grading.crashes.marking import command, finish

VARIABLE = "DASK_DISTRIBUTED__COMM__"


@pytest.fixture
def certificates(tmp_path):
    """Dask's configuration with a certificate that all parts of the cluster share."""
    if shutil.which("openssl") is None:
        assert "CI" not in os.environ, "CI must have openssl"
        pytest.skip("openssl is not installed")
    key, certificate = str(tmp_path / "own.key"), str(tmp_path / "own.pem")
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=neurona"]
    files = ["-keyout", key, "-out", certificate]
    subprocess.run([*request, *files], check=True, capture_output=True)
    settings = {f"{VARIABLE}REQUIRE_ENCRYPTION": "true", f"{VARIABLE}TLS__CA_FILE": certificate}
    for part in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"{VARIABLE}TLS__{part}__CERT"] = certificate
        settings[f"{VARIABLE}TLS__{part}__KEY"] = key
    return settings


@pytest.mark.slow
def test_certificates_are_asked_for_and_enough(kit, small, tmp_path, certificates, monkeypatch):
    with running_cluster(tmp_path / "tls", env=certificates, protocol="tls") as cluster:
        cluster.start_worker("--no-nanny")
        line = command(small, tmp_path / "out", "--scheduler", cluster.address)
        said = finish(line, kit.secret, status=1)
        assert "names no certificates (distributed.comm.tls) for tls://" in said
        for name, value in certificates.items():
            monkeypatch.setenv(name, value)
        finish(line, kit.secret)
    (page,) = (tmp_path / "out" / "feedback").rglob("*.html")
    assert page.read_bytes() == kit.here[page.relative_to(tmp_path / "out").as_posix()]
