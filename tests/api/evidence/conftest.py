"""People who upload and look at photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from tests.factories.evidence import Uploader
from tests.factories.identity import LoggedIn, log_in, make_person, make_unit


@pytest.fixture
def unit(app: Flask) -> str:
    return make_unit()


@pytest.fixture
def officer(app: Flask, unit: str) -> LoggedIn:
    return log_in(app, make_person(unit_id=unit))


@pytest.fixture
def colleague(app: Flask, unit: str) -> LoggedIn:
    return log_in(app, make_person(unit_id=unit))


@pytest.fixture
def uploader(officer: LoggedIn) -> Uploader:
    return Uploader.of(officer)


@pytest.fixture
def data_dir(app: Flask) -> Path:
    return Path(app.config["LUQIN"].data_dir)
