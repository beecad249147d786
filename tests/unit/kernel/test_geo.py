"""Points, distances and the change of datum at the map's edge."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.geo import Point, distance_m, gcj02_to_wgs84, wgs84_to_gcj02

XUJIAHUI = Point(31.1950, 121.4370)


def test_xujiahui_lies_486_metres_away_on_a_gcj02_map() -> None:
    shown = wgs84_to_gcj02(XUJIAHUI)
    assert (round(shown.lat, 6), round(shown.lon, 6)) == (31.193121, 121.441616)
    assert round(distance_m(XUJIAHUI, shown)) == 486


def test_a_second_known_pair_agrees() -> None:
    shown = wgs84_to_gcj02(Point(31.280844, 120.596931))
    assert (round(shown.lat, 6), round(shown.lon, 6)) == (31.278649, 120.601100)


@given(st.floats(18, 53), st.floats(74, 135))
def test_there_and_back_is_less_than_half_a_metre(lat: float, lon: float) -> None:
    point = Point(lat, lon)
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 0.5


def test_outside_china_both_datums_are_the_same() -> None:
    paris = Point(48.8566, 2.3522)
    assert wgs84_to_gcj02(paris) == paris
    assert gcj02_to_wgs84(paris) == paris


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    assert distance_m(Point(31, 121), Point(32, 121)) == pytest.approx(111_195, abs=1)


def test_half_way_round_the_earth_is_the_longest_distance() -> None:
    assert distance_m(Point(0, 0), Point(0, 180)) == pytest.approx(20_015_114, abs=1)


def test_across_the_date_line_is_near() -> None:
    assert distance_m(Point(0, 179.999), Point(0, -179.999)) == pytest.approx(222.4, abs=0.1)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_is_the_same_both_ways_and_nothing_to_oneself(
    a_lat: float, a_lon: float, b_lat: float, b_lon: float
) -> None:
    a, b = Point(a_lat, a_lon), Point(b_lat, b_lon)
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), rel=1e-9)
    assert distance_m(a, a) == 0


@pytest.mark.parametrize(("lat", "lon"), [(90.1, 0), (-90.1, 0), (nan, 0), (inf, 0)])
def test_a_latitude_outside_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="latitude"):
        Point(lat, lon)


@pytest.mark.parametrize(("lat", "lon"), [(0, 180.1), (0, -180.1), (0, nan), (0, -inf)])
def test_a_longitude_outside_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="longitude"):
        Point(lat, lon)
