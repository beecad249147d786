"""Every answer that an API test gets is held against the published document."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.contract.client import ContractClient


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application; each client made from it checks the contract."""
    app.test_client_class = ContractClient
    return app
