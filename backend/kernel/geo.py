"""Points on the earth: WGS-84 everywhere inside, GCJ-02 only at the edge of a Chinese base map.

Pure. Every stored point is WGS-84; `wgs84_to_gcj02` is called once, where a map of that datum is drawn.
In Xuhui the two differ by almost 500 m, so a point without its datum is worthless.
"""

from dataclasses import dataclass
from math import asin, cos, degrees, isfinite, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth (IUGG), used for distances."""

# The ellipsoid (Krasovsky 1940) on which the published GCJ-02 formula is built.
_AXIS_M = 6_378_245.0
_ECCENTRICITY2 = 0.00669342162296594323

# The offset is defined inside this box only; outside, both datums are the same.
_CHINA_LAT = (0.8293, 55.8271)
_CHINA_LON = (72.004, 137.8347)


@dataclass(frozen=True, slots=True)
class Point:
    """A position in degrees; latitude -90..90, longitude -180..180. Raises ValueError outside the earth."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and -90 <= self.lat <= 90):
            raise ValueError(f"latitude {self.lat} is not on the earth")
        if not (isfinite(self.lon) and -180 <= self.lon <= 180):
            raise ValueError(f"longitude {self.lon} is not on the earth")


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine); good to 0.5 %, far below the accuracy of a fix."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def wgs84_to_gcj02(point: Point) -> Point:
    """The same place as a GCJ-02 map shows it (the public approximation, exact to a metre or so)."""
    if not _in_china(point):
        return point
    lat, lon = radians(point.lat), point.lon - 105.0
    north = point.lat - 35.0
    bulge = 1 - _ECCENTRICITY2 * sin(lat) ** 2
    d_lat = _shift_lat(lon, north) / (_AXIS_M * (1 - _ECCENTRICITY2) / (bulge * sqrt(bulge)))
    d_lon = _shift_lon(lon, north) / (_AXIS_M / sqrt(bulge) * cos(lat))
    return Point(point.lat + degrees(d_lat), point.lon + degrees(d_lon))


def gcj02_to_wgs84(point: Point) -> Point:
    """The reverse, by iteration until the forward formula comes back within a centimetre."""
    guess = point
    for _ in range(20):
        there = wgs84_to_gcj02(guess)
        lat_error, lon_error = there.lat - point.lat, there.lon - point.lon
        guess = Point(guess.lat - lat_error, guess.lon - lon_error)
        if abs(lat_error) < 1e-7 and abs(lon_error) < 1e-7:
            break
    return guess


def _in_china(point: Point) -> bool:
    return _CHINA_LAT[0] <= point.lat <= _CHINA_LAT[1] and _CHINA_LON[0] <= point.lon <= _CHINA_LON[1]


def _waves(x: float, *parts: tuple[float, float]) -> float:
    return sum(height * sin(x * per_degree * pi) for height, per_degree in parts) * 2 / 3


def _shift_lat(x: float, y: float) -> float:
    """Metres to the north at x degrees east of 105°E and y degrees north of 35°N."""
    flat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    along_x = _waves(x, (20, 6), (20, 2))
    along_y = _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    return flat + along_x + along_y


def _shift_lon(x: float, y: float) -> float:
    """Metres to the east at x degrees east of 105°E and y degrees north of 35°N."""
    flat = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return flat + _waves(x, (20, 6), (20, 2), (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
