"""Posts and the ground of the map over HTTP."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.kernel.geo import Point, distance_m
from tests.factories.identity import Branch, LoggedIn, log_in, make_branch, make_person
from tests.factories.posts import make_post


@pytest.fixture
def branch(app: Flask) -> Branch:
    return make_branch()


@pytest.fixture
def officer(app: Flask, branch: Branch) -> LoggedIn:
    return log_in(app, make_person(unit_id=branch.squad))


def test_posts_come_with_their_unit_and_inactive_ones_too(officer: LoggedIn, branch: Branch) -> None:
    make_post(unit_id=branch.station, name="肇嘉浜路漕溪北路", is_key=True)
    make_post(unit_id=branch.squad, active=False)
    first, second = officer.get("/posts").json["items"]
    assert (first["name"], first["unit_name"], first["is_key"]) == ("肇嘉浜路漕溪北路", "徐家汇派出所", True)
    assert second["active"] is False


def test_posts_are_read_page_by_page_and_by_unit(officer: LoggedIn, branch: Branch) -> None:
    made = [make_post(unit_id=branch.squad) for _ in range(3)]
    make_post(unit_id=branch.station)
    page = officer.get(f"/posts?unit={branch.squad}&limit=2").json
    rest = officer.get(f"/posts?unit={branch.squad}&limit=2&cursor={page['next_cursor']}").json
    assert [item["id"] for item in page["items"] + rest["items"]] == made
    assert rest["next_cursor"] is None


def test_a_stranger_sees_no_posts(client: FlaskClient) -> None:
    assert client.get("/api/v1/posts").status_code == 401


def test_the_map_has_an_outline_of_its_own_and_asks_nobody(officer: LoggedIn) -> None:
    config = officer.get("/map/config").json
    assert (config["tiles"], config["pmtiles_url"]) == (None, None)
    [district] = config["outline"]["features"]
    [ring] = district["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    assert len(ring) > 40
    centre = Point(config["centre"]["lat"], config["centre"]["lon"])
    assert all(distance_m(centre, Point(lat, lon)) < 9000 for lon, lat in ring)


class TestOperatorsTiles:
    """With a tile service of the operator's own."""

    @pytest.fixture
    def settings_overrides(self) -> dict[str, str]:
        return {
            "LUQIN_MAP_TILES_URL": "https://tiles.example/{z}/{x}/{y}.png",
            "LUQIN_MAP_TILES_DATUM": "gcj02",
            "LUQIN_MAP_ATTRIBUTION": "市测绘院",
        }

    def test_tiles_are_given_with_their_datum(self, officer: LoggedIn) -> None:
        assert officer.get("/map/config").json["tiles"] == {
            "url": "https://tiles.example/{z}/{x}/{y}.png",
            "datum": "gcj02",
            "attribution": "市测绘院",
        }
