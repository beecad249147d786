import { expect, test } from "vitest";
import { createPosition, type Geolocation } from "./position";

const NOW = 1_000_000;

class FakeGeolocation implements Geolocation {
  watching = 0;
  private tell: PositionCallback = () => undefined;
  private refuse: PositionErrorCallback = () => undefined;

  watchPosition(success: PositionCallback, error?: PositionErrorCallback | null): number {
    this.watching += 1;
    this.tell = success;
    this.refuse = error ?? this.refuse;
    return this.watching;
  }

  clearWatch(): void {
    this.watching -= 1;
  }

  at(accuracy: number, timestamp = NOW): void {
    const coords = { latitude: 31.195, longitude: 121.437, accuracy } as GeolocationCoordinates;
    this.tell({ coords, timestamp } as GeolocationPosition);
  }

  deny(): void {
    this.refuse({ code: 1 } as GeolocationPositionError);
  }
}

test("a fix tells accuracy, age and whether it can have come from satellites", () => {
  const geolocation = new FakeGeolocation();
  const position = createPosition(geolocation, () => NOW);
  const stop = position.watch();
  geolocation.at(12, NOW - 3_000);
  expect(position.fix.value).toEqual({ lat: 31.195, lon: 121.437, accuracy_m: 12, age_s: 3, source: "gps" });
  geolocation.at(800);
  expect(position.fix.value?.source).toBe("network");
  stop();
});

test("several watchers share one watch, and the last one ends it", () => {
  const geolocation = new FakeGeolocation();
  const position = createPosition(geolocation, () => NOW);
  const [first, second] = [position.watch(), position.watch()];
  expect(geolocation.watching).toBe(1);
  first();
  first();
  expect(geolocation.watching).toBe(1);
  second();
  expect(geolocation.watching).toBe(0);
});

test("asking once answers with the first fix that is good enough", async () => {
  const geolocation = new FakeGeolocation();
  const position = createPosition(geolocation, () => NOW);
  const asked = position.getFix({ wanted_accuracy_m: 30 });
  geolocation.at(200);
  geolocation.at(20);
  expect((await asked)?.accuracy_m).toBe(20);
  expect(geolocation.watching).toBe(0);
});

test("when the time is over the best known is better than nothing", async () => {
  const geolocation = new FakeGeolocation();
  const position = createPosition(geolocation, () => NOW);
  const asked = position.getFix({ timeout_ms: 1 });
  geolocation.at(200);
  expect((await asked)?.accuracy_m).toBe(200);
});

test("a refusal answers with null at once, and capture goes on without", async () => {
  const geolocation = new FakeGeolocation();
  const position = createPosition(geolocation, () => NOW);
  const asked = position.getFix({ timeout_ms: 60_000 });
  geolocation.deny();
  expect(await asked).toBeNull();
  expect(position.state.value).toBe("denied");
});

test("a device without positioning says so", async () => {
  const position = createPosition(undefined, () => NOW);
  expect(position.state.value).toBe("unavailable");
  expect(await position.getFix()).toBeNull();
});
