import { describe, expect, it } from "vitest";
import { fromMap, gcj02FromWgs84, toMap, wgs84FromGcj02 } from "./datum";

describe("datum of the map", () => {
  it("moves Xujiahui by about 486 metres on a GCJ-02 map", () => {
    const moved = gcj02FromWgs84({ lat: 31.195, lon: 121.437 });
    expect(moved.lat).toBeCloseTo(31.193121, 6);
    expect(moved.lon).toBeCloseTo(121.441616, 6);
  });

  it("agrees with the second published pair", () => {
    const moved = gcj02FromWgs84({ lat: 31.280844, lon: 120.596931 });
    expect(moved.lat).toBeCloseTo(31.278649, 5);
    expect(moved.lon).toBeCloseTo(120.6011, 5);
  });

  it("comes back to the stored point within half a metre", () => {
    for (const point of [
      { lat: 31.195, lon: 121.437 },
      { lat: 31.12, lon: 121.46 },
    ]) {
      const back = wgs84FromGcj02(gcj02FromWgs84(point));
      expect(Math.abs(back.lat - point.lat)).toBeLessThan(1e-7);
      expect(Math.abs(back.lon - point.lon)).toBeLessThan(1e-7);
    }
  });

  it("does not move a point outside China", () => {
    expect(gcj02FromWgs84({ lat: 52.52, lon: 13.405 })).toEqual({ lat: 52.52, lon: 13.405 });
  });

  it("leaves points alone on a WGS-84 map", () => {
    const point = { lat: 31.195, lon: 121.437 };
    expect(toMap(point, "wgs84")).toBe(point);
    expect(fromMap(point, "wgs84")).toBe(point);
  });
});
