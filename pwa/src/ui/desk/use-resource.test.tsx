// @vitest-environment happy-dom
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem, UNREACHABLE } from "@/shared/problem";
import { type Pages, usePages } from "./use-pages";
import { type Resource, useResource } from "./use-resource";

type Load = (signal: AbortSignal) => Promise<string>;

let root: HTMLElement;
let seen: Resource<string>;

function Probe({ name, load, pollMs }: { name: string | null; load: Load; pollMs?: number }) {
  seen = useResource(name, load, pollMs === undefined ? {} : { pollMs });
  return null;
}

/** Time goes on; then what it set off is drawn and answered. */
async function pass(ms: number): Promise<void> {
  for (const step of [ms, 0]) {
    await act(async () => {
      await vi.advanceTimersByTimeAsync(step);
    });
  }
}

/** Draws, then lets the answers that are already there arrive. */
async function draw(screen: ComponentChild): Promise<void> {
  await act(async () => render(screen, root));
  await pass(0);
}

function show(name: string | null, load: Load, pollMs?: number): Promise<void> {
  return draw(<Probe name={name} load={load} {...(pollMs === undefined ? {} : { pollMs })} />);
}

function setHidden(hidden: boolean): Promise<void> {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
  return pass(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  root = document.createElement("div");
});

afterEach(async () => {
  await setHidden(false);
  render(null, root);
  vi.useRealTimers();
});

describe("what a screen reads from the server", () => {
  it("keeps the last good answer when the network goes, and says so", async () => {
    const load = vi
      .fn<Load>()
      .mockResolvedValueOnce("first")
      .mockRejectedValueOnce(new ApiProblem({ status: 0, code: UNREACHABLE }))
      .mockResolvedValueOnce("second");
    await show("board", load, 1000);
    expect(seen).toMatchObject({ data: "first", problem: null });
    await pass(1000);
    expect(seen.data).toBe("first");
    expect(seen.problem?.isNetwork).toBe(true);
    await pass(1000);
    expect(seen).toMatchObject({ data: "second", problem: null });
  });

  it("does not ask while the page is hidden, and asks at once when it comes back", async () => {
    const load = vi.fn<Load>().mockResolvedValue("x");
    await show("board", load, 1000);
    await setHidden(true);
    await pass(10_000);
    expect(load).toHaveBeenCalledTimes(1);
    await setHidden(false);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("never shows the answer for another key, however late it comes", async () => {
    let answerOld: (text: string) => void = () => undefined;
    await show("old", () => new Promise((resolve) => (answerOld = resolve)));
    await show("new", async () => "new answer");
    answerOld("old answer");
    await pass(0);
    expect(seen.data).toBe("new answer");
  });

  it("reads nothing without a key", async () => {
    const load = vi.fn<Load>();
    await show(null, load, 1000);
    await pass(5000);
    expect(load).not.toHaveBeenCalled();
  });
});

describe("a list by pages", () => {
  let pages: Pages<number>;

  function List({ name }: { name: string }) {
    pages = usePages(name, async (cursor) => {
      const from = cursor === null ? 0 : Number(cursor);
      return { items: [from, from + 1], next_cursor: from >= 2 ? null : String(from + 2) };
    });
    return null;
  }

  const showList = (name: string) => draw(<List name={name} />);
  const more = async () => {
    await act(async () => pages.more());
    await pass(0);
  };

  it("adds a page when asked and knows the last one", async () => {
    await showList("a");
    expect(pages).toMatchObject({ items: [0, 1], hasMore: true });
    await more();
    expect(pages).toMatchObject({ items: [0, 1, 2, 3], hasMore: false });
    await more();
    expect(pages.items).toEqual([0, 1, 2, 3]);
  });

  it("starts again from the first page for other filters", async () => {
    await showList("a");
    await more();
    await showList("b");
    expect(pages).toMatchObject({ items: [0, 1], hasMore: true });
  });
});
