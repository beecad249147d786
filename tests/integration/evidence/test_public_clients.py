"""Public tus clients, and lines that behave badly, against the server as it runs in production."""

from __future__ import annotations

import io
import json
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from backend.evidence.receiving import STEP
from tests.factories.evidence import CHUNK, files_below, hash_of, make_large_jpeg, metadata
from tests.integration.evidence.conftest import BIN, PROJECT, Server

SIZE = 300_000
_seeds = iter(range(1000, 2000))


@pytest.fixture
def photo() -> bytes:
    return make_large_jpeg(SIZE, seed=next(_seeds))


@pytest.fixture(autouse=True)
def _no_upload_is_left_behind(server: Server) -> Iterator[None]:
    yield
    assert parts_of(server) == []


def parts_of(server: Server) -> list[Path]:
    return list((server.data_dir / "uploads").rglob("*.part"))


def is_sealed(server: Server, photo: bytes) -> bool:
    answer = requests.get(f"{server.url}/api/v1/photos/{hash_of(photo)}", headers=server.headers, timeout=10)
    return answer.status_code == 200 and answer.content == photo


def tuspy(server: Server) -> TusClient:
    return TusClient(server.uploads, headers=server.headers)


def named(photo: bytes) -> dict[str, str]:
    return {"sha256": hash_of(photo), "filetype": "image/jpeg", "filename": "现场.jpg"}


@pytest.mark.parametrize("chunk_size", [SIZE, 100_000, 65_537])
@pytest.mark.parametrize("with_checksum", [False, True])
def test_tuspy_uploads_a_photo(server: Server, photo: bytes, chunk_size: int, with_checksum: bool) -> None:
    tuspy(server).uploader(
        file_stream=io.BytesIO(photo),
        chunk_size=chunk_size,
        metadata=named(photo),
        upload_checksum=with_checksum,
    ).upload()
    assert is_sealed(server, photo)


@pytest.mark.parametrize("chunk_size", [SIZE, 100_000])
def test_tuspy_succeeds_with_a_photo_that_is_there_already(
    server: Server, photo: bytes, chunk_size: int
) -> None:
    for _ in range(2):
        uploader = tuspy(server).uploader(
            file_stream=io.BytesIO(photo), chunk_size=chunk_size, metadata=named(photo)
        )
        uploader.upload()
        assert uploader.offset == SIZE


def test_tuspy_goes_on_where_it_stopped(server: Server, photo: bytes) -> None:
    first = tuspy(server).uploader(file_stream=io.BytesIO(photo), chunk_size=100_000, metadata=named(photo))
    first.upload_chunk()
    second = tuspy(server).uploader(file_stream=io.BytesIO(photo), chunk_size=50_000, url=first.url)
    assert second.offset == 100_000
    second.upload()
    assert is_sealed(server, photo)


def test_tuspy_is_told_when_the_photo_is_another(server: Server, photo: bytes) -> None:
    uploader = tuspy(server).uploader(file_stream=io.BytesIO(photo), metadata={"sha256": hash_of(b"another")})
    with pytest.raises(TusUploadFailed) as caught:
        uploader.upload()
    assert caught.value.status_code == 422
    assert json.loads(caught.value.response_content)["code"] == "photo_hash_mismatch"


def run_tus_js(server: Server, file: Path, **options: object) -> dict[str, object]:
    order = {"endpoint": server.uploads, "headers": server.headers, "file": str(file)} | options
    done = subprocess.run(
        [str(BIN / "node"), str(Path(__file__).with_name("tus_js_client.mjs")), json.dumps(order)],
        capture_output=True,
        timeout=60,
        check=False,
        cwd=PROJECT / "pwa",
    )
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("in_creation", [False, True])
@pytest.mark.parametrize("chunk_size", [None, 100_000])
def test_tus_js_client_uploads_a_photo_and_again_when_it_is_there(
    server: Server, photo: bytes, tmp_path: Path, in_creation: bool, chunk_size: int | None
) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo)
    for _ in range(2):
        result = run_tus_js(
            server,
            file,
            uploadDataDuringCreation=in_creation,
            chunkSize=chunk_size,
            metadata=named(photo),
        )
        assert result["outcome"] == "success"
    assert is_sealed(server, photo)


def test_tus_js_client_resumes_after_an_interruption(server: Server, photo: bytes, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(photo)
    result = run_tus_js(server, file, chunkSize=100_000, metadata=named(photo), abortAfter=100_000)
    assert result["outcome"] == "aborted"
    result = run_tus_js(server, file, metadata=named(photo), uploadUrl=result["url"])
    assert (result["outcome"], result["startedAt"]) == ("success", 100_000)
    assert is_sealed(server, photo)


def test_tus_js_client_gets_the_reason_of_a_refusal(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "text.jpg"
    file.write_bytes(b"no photo " * 1000)
    result = run_tus_js(server, file, metadata=named(file.read_bytes()))
    assert (result["outcome"], result["status"]) == ("error", 422)
    assert json.loads(str(result["body"]))["code"] == "photo_not_an_image"


def raw_request(server: Server, method: str, path: str, body_length: int, **headers: str) -> socket.socket:
    """A connection on which the head of a request with a body has been sent."""
    address = urlsplit(server.url)
    line = socket.create_connection((address.hostname or "", address.port or 0), timeout=20)
    named = {
        "Host": "luqin",
        "Tus-Resumable": "1.0.0",
        "Content-Type": CHUNK,
        "Content-Length": str(body_length),
        **server.headers,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
    return line


def create(server: Server, photo: bytes) -> str:
    answer = requests.post(
        server.uploads,
        headers=server.headers
        | {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(photo)),
            "Upload-Metadata": metadata(**named(photo)),
        },
        timeout=10,
    )
    assert answer.status_code == 201
    return answer.headers["Location"]


def offset_of(server: Server, location: str) -> int:
    answer = requests.head(
        server.url + location, headers=server.headers | {"Tus-Resumable": "1.0.0"}, timeout=10
    )
    return int(answer.headers["Upload-Offset"])


def eventually(condition: object, *arguments: object) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if condition(*arguments):  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("arrived", [1, 99_999, SIZE - 1])
def test_what_arrived_before_the_line_dropped_counts(server: Server, photo: bytes, arrived: int) -> None:
    location = create(server, photo)
    with raw_request(server, "PATCH", location, SIZE, Upload_Offset="0") as line:
        line.sendall(photo[:arrived])
    assert eventually(lambda: offset_of(server, location) == arrived)
    rest = requests.patch(
        server.url + location,
        headers=server.headers
        | {"Tus-Resumable": "1.0.0", "Upload-Offset": str(arrived), "Content-Type": CHUNK},
        data=photo[arrived:],
        timeout=10,
    )
    assert rest.status_code == 204
    assert is_sealed(server, photo)


def test_a_line_that_is_reset_loses_at_most_one_step(server: Server, photo: bytes) -> None:
    location = create(server, photo)
    steps = 2 * STEP
    with raw_request(server, "PATCH", location, SIZE, Upload_Offset="0") as line:
        line.sendall(photo[: steps + 1000])
        assert eventually(lambda: [path.stat().st_size for path in parts_of(server)] == [steps])
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert eventually(lambda: offset_of(server, location) == steps)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(steps), "Content-Type": CHUNK}
    requests.patch(server.url + location, headers=server.headers | headers, data=photo[steps:], timeout=10)
    assert is_sealed(server, photo)


def test_a_whole_upload_whose_line_drops_leaves_nothing(server: Server, photo: bytes) -> None:
    before = files_below(server.data_dir)
    path = urlsplit(server.uploads).path
    length = {"Upload_Length": str(SIZE), "Upload_Metadata": metadata(**named(photo))}
    with raw_request(server, "POST", path, SIZE, **length) as line:
        line.sendall(photo[: SIZE - 1])
        # It is being received: its file is there now, and must not be afterwards.
        assert eventually(lambda: len(files_below(server.data_dir)) == len(before) + 1)
    assert eventually(lambda: files_below(server.data_dir) == before)
    assert not is_sealed(server, photo)


def test_two_who_append_at_once_do_not_mix(server: Server, photo: bytes) -> None:
    location = create(server, photo)
    headers = server.headers | {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": CHUNK}
    with raw_request(server, "PATCH", location, SIZE, Upload_Offset="0") as slow:
        slow.sendall(photo[:1000])
        # Without bytes, so that it changes nothing if the server has not yet looked at the slow line.
        assert eventually(
            lambda: (
                "upload_busy"
                in requests.patch(server.url + location, headers=headers, data=b"", timeout=10).text
            )
        )
        slow.sendall(photo[1000:])
        assert slow.recv(12) == b"HTTP/1.1 204"
    assert is_sealed(server, photo)


def test_a_refusal_reaches_a_client_that_is_still_sending(server: Server, photo: bytes) -> None:
    location = create(server, photo)
    for _ in range(5):
        answer = requests.patch(
            server.url + location,
            headers=server.headers | {"Tus-Resumable": "1.0.0", "Upload-Offset": "5", "Content-Type": CHUNK},
            data=photo[5:],
            timeout=10,
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "upload_offset_mismatch")
    requests.delete(server.url + location, headers=server.headers | {"Tus-Resumable": "1.0.0"}, timeout=10)


def test_many_at_once_are_all_sealed_and_the_same_one_once(server: Server) -> None:
    photos = [make_large_jpeg(60_000, seed=seed) for seed in range(3000, 3012)]
    answers: list[int] = []

    def send(data: bytes) -> None:
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Content-Type": CHUNK}
        answer = requests.post(
            server.uploads,
            headers=server.headers | headers | {"Upload-Metadata": metadata(**named(data))},
            data=data,
            timeout=30,
        )
        answers.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(data,)) for data in [*photos, *[photos[0]] * 6]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 18
    assert all(is_sealed(server, data) for data in photos)
