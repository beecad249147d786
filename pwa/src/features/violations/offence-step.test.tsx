// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { CodesService } from "@/app/services";
import { draw, fakeServices, LANE } from "@/app/testing";
import { emptyForm } from "./form";
import { OffenceStep } from "./offence-step";
import type { ViolationControl } from "./use-violation";

const RED = { ...LANE, code: "1625", name_zh: "驾驶机动车不按交通信号灯指示通行" };
const BELT = { ...LANE, code: "1120", name_zh: "未按规定使用安全带" };

async function headings(used: Partial<CodesService>) {
  const plain = fakeServices({ codes: [LANE, RED, BELT] });
  const services = { ...plain, codes: { ...plain.codes, ...used } };
  const form = emptyForm({ post: "p", shift: null, place: "" });
  const control = { form, change: () => undefined } as unknown as ViolationControl;
  await draw(services, <OffenceStep control={control} />);
  return [...document.querySelectorAll("section")].map((section) => ({
    title: section.querySelector("h2")?.textContent,
    codes: [...section.querySelectorAll(".offence .number")].map((one) => one.textContent),
  }));
}

test("before anything was recorded there is one list of all acts", async () => {
  expect(await headings({})).toEqual([{ title: "全部行为", codes: ["1018", "1625", "1120"] }]);
});

test("common on this post are only the acts used there, and the rest is all acts", async () => {
  expect(await headings({ usedAt: (post) => (post === "p" ? [RED] : []) })).toEqual([
    { title: "本岗常见", codes: ["1625"] },
    { title: "全部行为", codes: ["1018", "1120"] },
  ]);
});

test("acts used elsewhere are recent, not common on this post", async () => {
  expect(await headings({ recent: signal([BELT]) })).toEqual([
    { title: "最近使用", codes: ["1120"] },
    { title: "全部行为", codes: ["1018", "1625"] },
  ]);
});
