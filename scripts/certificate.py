"""Makes a certificate for this machine: ``python scripts/certificate.py var/tls``.

Phones give camera, position and offline work to secure origins only. The authority (``ca.crt``) is made once
and is what people install on their phones; the server certificate is made again when the names or addresses
of this machine change, or when it is about to end. Browsers refuse server certificates that run longer than
398 days.
"""

import datetime as dt
import ipaddress
import os
import socket
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
RENEW_BEFORE = dt.timedelta(days=30)
SKEW = dt.timedelta(hours=1)

Key = ec.EllipticCurvePrivateKey


def main(folder: Path) -> None:
    """Make what is missing in *folder* and say on standard output for whom it is."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names, addresses = host_names(), host_addresses()
    authority_key, authority = load_or_make_authority(folder)
    if not server_certificate_fits(folder / "server.crt", authority, names, addresses):
        make_server_certificate(folder, authority_key, authority, names, addresses)
    sys.stdout.write(f"    {folder / 'server.crt'} for {' '.join([*names, *addresses])}\n")


def authority_fingerprint(folder: Path) -> str:
    """SHA-256 of the authority's certificate, as phones show it."""
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    return authority.fingerprint(hashes.SHA256()).hex(":").upper()


def host_names() -> list[str]:
    """Names that a browser may use for this machine, with those of LUQIN_TLS_NAMES (spaces between)."""
    host = socket.gethostname()
    named = [name for name in os.environ.get("LUQIN_TLS_NAMES", "").split() if not is_address(name)]
    return sorted({"localhost", host, f"{host.split('.', 1)[0]}.local", socket.getfqdn(), *named} - {""})


def host_addresses() -> list[str]:
    """IP addresses of this machine, with those of LUQIN_TLS_NAMES."""
    try:
        listed = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        listed = []
    named = [name for name in os.environ.get("LUQIN_TLS_NAMES", "").split() if is_address(name)]
    return sorted({"127.0.0.1", "::1", *(item for item in listed if is_address(item)), *named})


def is_address(text: str) -> bool:
    """Whether *text* is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def load_or_make_authority(folder: Path) -> tuple[Key, x509.Certificate]:
    """The authority of this folder; made at the first call."""
    key_file, certificate_file = folder / "ca.key", folder / "ca.crt"
    if key_file.exists() and certificate_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SystemExit(f"{key_file} is not an EC key; remove {folder} to make a new authority")
        return key, x509.load_pem_x509_certificate(certificate_file.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Luqin {socket.gethostname()}"[:64])])
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        builder(subject, subject, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    write_pair(key_file, key, certificate_file, certificate)
    return key, certificate


def server_certificate_fits(
    file: Path, authority: x509.Certificate, names: list[str], addresses: list[str]
) -> bool:
    """Whether the certificate in *file* is of this authority, for these names, and not about to end."""
    if not file.exists():
        return False
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    enough_time = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC) > RENEW_BEFORE
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, a new one is made
        return False
    return (
        enough_time
        and set(names) <= set(covered.get_values_for_type(x509.DNSName))
        and set(addresses) <= {str(item) for item in covered.get_values_for_type(x509.IPAddress)}
    )


def make_server_certificate(
    folder: Path,
    authority_key: Key,
    authority: x509.Certificate,
    names: list[str],
    addresses: list[str],
) -> None:
    """Write ``server.key`` and ``server.crt``, signed by the authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Luqin")])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives += [x509.IPAddress(ipaddress.ip_address(item)) for item in addresses]
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    certificate = (
        builder(subject, authority.subject, key.public_key(), SERVER_DAYS)
        .add_extension(issued_by, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    write_pair(folder / "server.key", key, folder / "server.crt", certificate)


def builder(
    subject: x509.Name, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    """A certificate from an hour ago (clocks differ) for *days* days."""
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now - SKEW + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def write_pair(key_file: Path, key: Key, certificate_file: Path, certificate: x509.Certificate) -> None:
    """Write both as PEM; the key is readable by its owner only."""
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_file.unlink(missing_ok=True)
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(pem)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
