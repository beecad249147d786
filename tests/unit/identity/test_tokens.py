"""Device proofs, refresh tokens, enrolment codes and passwords."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.passwords import cheap_passwords, generate_password
from backend.identity.rules import password_problem
from backend.identity.tokens import (
    KeyNotAccepted,
    decode_base64url,
    derive_refresh_token,
    encode_base64url,
    hash_enrolment_code,
    is_signed,
    new_enrolment_code,
    read_public_key,
    session_of_token,
    thumbprint,
)
from tests.factories.identity import DeviceKey

KEY = DeviceKey()
PUBLIC = read_public_key(KEY.public_key)
# The public point of RFC 6979 A.2.5, as WebCrypto exports a key.
BROWSER_KEY = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A_4QCLi8maQa6elWKLxk8vGyDC1-n1F3o8KU1EYimQ"


@given(st.binary(max_size=80))
def test_base64url_gives_back_what_went_in(raw: bytes) -> None:
    assert decode_base64url(encode_base64url(raw)) == raw


@pytest.mark.parametrize("text", ["QQ==", "Q", "QR", "Q Q"])
def test_only_the_canonical_spelling_of_base64url_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        decode_base64url(text)


def test_a_signature_of_the_device_is_accepted_and_of_any_other_text_or_key_refused() -> None:
    proof = KEY.sign("one")
    assert is_signed(PUBLIC, "one", proof)
    assert not is_signed(PUBLIC, "two", proof)
    assert not is_signed(read_public_key(DeviceKey().public_key), "one", proof)


@pytest.mark.parametrize("proof", ["", "A", "A" * 86, "A" * 85, "!" * 86, "A" * 88])
def test_what_is_no_signature_is_refused_without_an_error(proof: str) -> None:
    assert not is_signed(PUBLIC, "one", proof)


def test_a_signature_in_der_form_is_not_the_raw_one() -> None:
    der = KEY.private_key.sign(b"one", ec.ECDSA(SHA256()))
    assert not is_signed(PUBLIC, "one", encode_base64url(der))


def test_the_public_vector_of_rfc_6979_verifies() -> None:
    r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    proof = encode_base64url(bytes.fromhex(r + s))
    assert is_signed(read_public_key(BROWSER_KEY), "sample", proof)
    assert not is_signed(read_public_key(BROWSER_KEY), "test", proof)


def test_a_key_as_a_browser_exports_it_is_read() -> None:
    assert read_public_key(BROWSER_KEY).curve.name == "secp256r1"
    assert len(thumbprint(BROWSER_KEY)) == 64


def _spki(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> str:
    return encode_base64url(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.parametrize(
    "spki",
    [
        _spki(ec.generate_private_key(ec.SECP384R1())),
        _spki(ed25519.Ed25519PrivateKey.generate()),
        KEY.public_key + "AA",
        KEY.public_key[:-4],
        "AAAA",
        "",
    ],
    ids=["p384", "ed25519", "longer", "cut", "nonsense", "empty"],
)
def test_only_p256_keys_in_their_one_spelling_are_read(spki: str) -> None:
    with pytest.raises(KeyNotAccepted):
        read_public_key(spki)


def token(**changes: object) -> str:
    values: dict[str, object] = {"secret": "s", "session_id": "i", "generation": 1, "request_id": "r"}
    return derive_refresh_token(**(values | changes))  # type: ignore[arg-type]  # keywords built for the test


def test_the_same_request_gives_the_same_refresh_token_again() -> None:
    assert token() == token()
    assert session_of_token(token()) == "i"


@pytest.mark.parametrize(
    "change", [{"secret": "t"}, {"session_id": "j"}, {"generation": 2}, {"request_id": "q"}]
)
def test_any_other_request_gives_another_refresh_token(change: dict[str, object]) -> None:
    assert token(**change) != token()


def test_an_enrolment_code_is_read_however_it_was_written_down_but_for_one_person_only() -> None:
    code = new_enrolment_code()
    stored = hash_enrolment_code("person", code)
    assert hash_enrolment_code("person", code.lower().replace("-", "  ")) == stored
    assert hash_enrolment_code("other", code) != stored


def test_enrolment_codes_have_more_than_twenty_bits() -> None:
    assert len({new_enrolment_code() for _ in range(500)}) == 500


def test_a_password_fits_itself_and_nothing_else() -> None:
    keeper = cheap_passwords()
    encoded = keeper.hash("Correct-horse-7")
    assert encoded.startswith("$argon2id$")
    assert keeper.verify(encoded, "Correct-horse-7")
    assert not keeper.verify(encoded, "correct-horse-7")
    assert not keeper.verify(None, "Correct-horse-7")
    assert not keeper.verify("damaged", "Correct-horse-7")


def test_generated_passwords_keep_the_rule_and_differ() -> None:
    made = {generate_password() for _ in range(200)}
    assert len(made) == 200
    assert {password_problem(word) for word in made} == {None}
    assert cheap_passwords().verify(cheap_passwords().hash_generated("kmTp-9xRw-h4Zc"), "kmTp-9xRw-h4Zc")
