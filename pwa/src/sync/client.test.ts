import { expect, test } from "vitest";
import { createClient } from "./client";

const json = { "Content-Type": "application/json" };
const get = { method: "GET", path: "/x" } as const;

function problem(status: number, code: string): Response {
  const headers = { "Content-Type": "application/problem+json", "Retry-After": "7" };
  return new Response(JSON.stringify({ status, code, title: "不行", fields: [] }), { status, headers });
}

function clientOf(answers: (() => Response)[], tokens = ["t1", "t2"]) {
  const used: string[] = [];
  const dropped: string[] = [];
  const client = createClient({
    fetch: async (_path, init) => {
      used.push(new Headers(init.headers).get("Authorization") ?? "");
      const answer = answers.shift();
      if (!answer) throw new TypeError("network");
      return answer();
    },
    session: {
      token: async () => tokens.shift() ?? "",
      dropToken: async (token) => void dropped.push(token),
    },
    language: () => "zh-CN",
  });
  return { client, used, dropped };
}

test("a token that was not taken is renewed once and the call made again", async () => {
  const { client, used, dropped } = clientOf([
    () => problem(401, "token_expired"),
    () => new Response("{}", { headers: json }),
  ]);
  await client.json(get);
  expect(used).toEqual(["Bearer t1", "Bearer t2"]);
  expect(dropped).toEqual(["t1"]);
});

test("a second refusal is told to the caller", async () => {
  const { client } = clientOf([() => problem(401, "token_expired"), () => problem(401, "session_revoked")]);
  await expect(client.json(get)).rejects.toMatchObject({ status: 401, code: "session_revoked" });
});

test("a problem keeps its code, its words and the wait the server asks for", async () => {
  const { client } = clientOf([() => problem(503, "try_again")]);
  await expect(client.json(get)).rejects.toMatchObject({
    status: 503,
    code: "try_again",
    title: "不行",
    retryAfter: 7,
  });
  expect(client.reached.value).toBe(true);
});

test("HTML is never taken for an answer, whatever its status", async () => {
  for (const status of [200, 403, 404, 502]) {
    const html = () => new Response("<html>", { status, headers: { "Content-Type": "text/html" } });
    await expect(clientOf([html]).client.json(get)).rejects.toMatchObject({ code: "not_our_server", status });
  }
});

test("no answer is told as unreachable, and the client knows it", async () => {
  const { client } = clientOf([]);
  await expect(client.json(get)).rejects.toMatchObject({ code: "unreachable", isNetwork: true });
  expect(client.reached.value).toBe(false);
});
