import { beforeEach, expect, test } from "vitest";
import { fromBase64Url, utf8 } from "@/shared/encoding";
import { newId } from "@/shared/ids";
import { openDatabase } from "@/store/database";
import { createSessionKeeper, type SessionKeeper } from "./session";
import { meNamed, NOW } from "./testing/phone";

interface Seen {
  path: string;
  body: Record<string, unknown>;
}

let seen: Seen[];
let answers: (() => Response)[];
let now: number;
let keeper: SessionKeeper;
let name: string;

function session(token: string): () => Response {
  const device = { id: "device-1", label: "phone" };
  const server_time = new Date(NOW).toISOString();
  const body = {
    access_token: token,
    expires_in: 600,
    session_id: "s1",
    device,
    me: meNamed("person-1"),
    server_time,
  };
  return () => new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
}

function refusal(status: number, code: string): () => Response {
  const headers = { "Content-Type": "application/problem+json" };
  return () => new Response(JSON.stringify({ status, code, title: code }), { status, headers });
}

function lost(): Response {
  throw new TypeError("network");
}

function open(): SessionKeeper {
  return createSessionKeeper({
    db: openDatabase({ name }),
    fetch: async (path, init) => {
      seen.push({ path, body: JSON.parse(String(init.body)) as Record<string, unknown> });
      return (answers.shift() ?? lost)();
    },
    deviceNow: () => now,
    onServerTime: () => undefined,
    describeDevice: () => ({ label: "phone", platform: "test" }),
  });
}

beforeEach(async () => {
  seen = [];
  now = NOW;
  name = newId();
  keeper = open();
  answers = [session("t1")];
  await keeper.login({ badge_number: "031001", password: "secret" });
});

test("the log-in is proven with the device key over the words of the contract", async () => {
  const body = seen[0]?.body as { request_id: string; proof: string; device: { public_key: string } };
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const spki = fromBase64Url(body.device.public_key);
  const key = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  const text = `luqin-login-v1\n031001\n${body.request_id}\n${body.device.public_key}`;
  const proof = fromBase64Url(body.proof);
  expect(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, proof, utf8(text))).toBe(true);
});

test("the same browser keeps its key for the next log-in", async () => {
  answers = [session("t2")];
  await open().login({ badge_number: "031001", password: "secret" });
  const keys = seen.map(({ body }) => (body["device"] as { public_key: string }).public_key);
  expect(new Set(keys).size).toBe(1);
});

test("a token that is good is used without asking", async () => {
  expect(await keeper.token()).toBe("t1");
  expect(seen).toHaveLength(1);
});

test("a lost refresh is asked again under the same request id, also after a restart", async () => {
  now += 600_000;
  answers = [lost];
  await expect(keeper.token()).rejects.toMatchObject({ code: "unreachable" });
  answers = [session("t2")];
  expect(await open().token()).toBe("t2");
  const asked = seen
    .filter(({ path }) => path.endsWith("/auth/refresh"))
    .map(({ body }) => body["request_id"]);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toBe(asked[1]);
});

test("an answered refresh is followed by one with a new request id", async () => {
  now += 600_000;
  answers = [session("t2"), session("t3")];
  await keeper.token();
  now += 600_000;
  await keeper.token();
  const asked = seen
    .filter(({ path }) => path.endsWith("/auth/refresh"))
    .map(({ body }) => body["request_id"]);
  expect(new Set(asked).size).toBe(2);
});

test("callers at the same moment share one refresh", async () => {
  now += 600_000;
  answers = [session("t2")];
  expect(await Promise.all([keeper.token(), keeper.token(), open().token()])).toEqual(["t2", "t2", "t2"]);
  expect(seen.filter(({ path }) => path.endsWith("/auth/refresh"))).toHaveLength(1);
});

test("a refused refresh asks for a new log-in and still knows the person", async () => {
  now += 600_000;
  answers = [refusal(401, "session_revoked")];
  await expect(keeper.token()).rejects.toMatchObject({ status: 401 });
  expect(keeper.status.value).toBe("login_again");
  expect(keeper.me.value?.person.id).toBe("person-1");
});

test("without a network the person is known after a restart", async () => {
  const restarted = open();
  await restarted.restore();
  expect(restarted.me.value?.person.id).toBe("person-1");
  expect(restarted.status.value).toBe("active");
});

test("a request that is refused while logging out does not ask for a new token", async () => {
  let answerLogout: () => void = () => undefined;
  const logoutIsAnswered = new Promise<void>((resolve) => {
    answerLogout = resolve;
  });
  const paths: string[] = [];
  const leaving = createSessionKeeper({
    db: openDatabase({ name }),
    fetch: async (path) => {
      paths.push(path);
      await logoutIsAnswered;
      return new Response(null, { status: 204 });
    },
    deviceNow: () => now,
    onServerTime: () => undefined,
    describeDevice: () => ({ label: "phone", platform: "test" }),
  });
  await leaving.restore();
  const gone = leaving.logout();
  const refused = leaving.dropToken("t1").then(() => leaving.token());
  answerLogout();
  await gone;
  await expect(refused).rejects.toMatchObject({ status: 401, code: "token_missing" });
  expect(paths).toEqual(["/api/v1/auth/logout"]);
});
