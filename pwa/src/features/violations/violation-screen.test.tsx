// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { navigate } from "@/app/router";
import type { CapturedPhoto, Services } from "@/app/services";
import { draw, fakeServices, LANE, OFFICER } from "@/app/testing";
import { StorageError } from "@/store/errors";
import { ToastRegion } from "@/ui";
import { changeForm, emptyForm } from "./form";
import { DRAFT_KEY } from "./use-violation";
import { ViolationScreen } from "./violation-screen";

const photo = (sha256: string): CapturedPhoto => ({
  sha256,
  bytes: new ArrayBuffer(1),
  type: "image/jpeg",
  size: 1,
  width: 1920,
  height: 1080,
  taken_at: 1000,
  thumbnail: null,
});

/** A form with two photos that somebody left at the plate. */
async function leftAtPlate(overrides: Partial<Services> = {}) {
  const services = fakeServices({}, overrides);
  const start = emptyForm({ post: "p", shift: null, place: "漕溪北路" });
  const shot = changeForm(start, { type: "photo", at: 1000, fix: null });
  await services.drafts.put(DRAFT_KEY, changeForm(shot, { type: "go", step: "plate" }));
  services.drafts.photos = async () => [photo("a"), photo("b")];
  return { services, screen: await draw(services, <ViolationScreen />) };
}

beforeEach(() => navigate("/record/violation", { replace: true }));

async function fillIn(screen: Awaited<ReturnType<typeof leftAtPlate>>["screen"]) {
  for (const key of "A12345") await screen.tap(`plate-key-${key}`);
  await screen.tap("next");
  await screen.tap(`code-${LANE.code}`);
}

test("the form opens where it was left, and every key is kept at once", async () => {
  const { services, screen } = await leftAtPlate();
  await screen.tap("plate-key-A");
  await screen.tap("plate-key-9");
  expect(await services.drafts.get(DRAFT_KEY)).toMatchObject({ step: "plate", plate: { text: "沪A9" } });
});

test("the colour of the plate is guessed and changed with one tap", async () => {
  const { services, screen } = await leftAtPlate();
  for (const key of "A12345") await screen.tap(`plate-key-${key}`);
  expect(screen.at("plate-kind-02").getAttribute("aria-pressed")).toBe("true");
  await screen.tap("plate-kind-01");
  expect(await services.drafts.get(DRAFT_KEY)).toMatchObject({ plateKind: "01" });
});

test("saved is said only after the record was stored", async () => {
  const saveRecord = vi.fn<Services["saveRecord"]>(async () => ({ id: "r", revision: 1, occurred_at: "" }));
  const { screen } = await leftAtPlate({ saveRecord: saveRecord as Services["saveRecord"] });
  await fillIn(screen);
  expect(screen.at("summary").textContent).toContain("沪A12345 小型汽车");
  expect(screen.has("saved")).toBe(false);
  await screen.tap("save-record");
  expect(screen.has("saved")).toBe(true);
  expect(saveRecord).toHaveBeenCalledOnce();
  expect(saveRecord.mock.calls[0]?.[1]).toMatchObject({ draft_key: DRAFT_KEY, device_time: 1000, post: "p" });
});

test("a full phone says what is safe and what to do, and keeps the form", async () => {
  const saveRecord = () => Promise.reject(new StorageError("storage_full"));
  const { services, screen } = await leftAtPlate({ saveRecord });
  await fillIn(screen);
  await screen.tap("save-record");
  expect(screen.at("save-problem").textContent).toContain("空间不足");
  expect(screen.has("saved")).toBe(false);
  expect(await services.drafts.get(DRAFT_KEY)).toMatchObject({ code: LANE.code });
});

test("the last button leads to what is missing instead of being grey", async () => {
  const { screen } = await leftAtPlate();
  await screen.tap("step-check");
  expect(screen.at("mend-missing").textContent).toContain("请核对号牌");
  await screen.tap("mend-missing");
  expect(screen.has("plate-key-A")).toBe(true);
});

/** Chooses files of these contents, all in one go. */
async function choose(contents: readonly string[]) {
  const input = document.querySelector<HTMLInputElement>('[data-testid="photo-file"]');
  if (!input) throw new Error("no way to choose files");
  const files = contents.map((content) => new File([content], `${content}.jpg`));
  Object.defineProperty(input, "files", { value: files, configurable: true });
  await act(async () => {
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
  });
}

test("the same photo is taken into a record once, and the second time is said", async () => {
  const fromFile = async (file: Blob) => photo(await file.text());
  const services = fakeServices({}, { camera: { available: false, open: () => Promise.reject(), fromFile } });
  const kept = vi.spyOn(services.drafts, "addPhoto");
  await draw(
    services,
    <>
      <ViolationScreen />
      <ToastRegion />
    </>,
  );
  await choose(["x", "y"]);
  expect(document.body.textContent).not.toContain("已在本记录中");
  await choose(["z", "z", "x"]);
  await vi.waitFor(() => expect(document.body.textContent).toContain("已在本记录中"));
  expect(kept.mock.calls.map(([, one]) => one.sha256)).toEqual(["x", "y", "z"]);
  expect(document.querySelectorAll(".photo-strip__item")).toHaveLength(3);
});

test("an auxiliary who comes by the address is told who records, and no camera is opened", async () => {
  const person = { ...OFFICER.person, kind: "duty_auxiliary" as const };
  const open = vi.fn(() => Promise.reject(new Error("no camera")));
  const camera = { available: true, open, fromFile: () => Promise.reject(new Error("no file")) };
  const screen = await draw(fakeServices({ me: { ...OFFICER, person } }, { camera }), <ViolationScreen />);
  expect(screen.at("may-not-record").textContent).toContain("违法行为由民警记录");
  expect(screen.has("step-photos")).toBe(false);
  expect(open).not.toHaveBeenCalled();
});
