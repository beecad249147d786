// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { draw, fakeServices, OFFICER } from "@/app/testing";
import { ApiProblem } from "@/shared/problem";
import { LoginScreen } from "./login-screen";

const calm = fakeServices().session;

function withLogin(login: typeof calm.login, more: Partial<typeof calm> = {}) {
  const session = { ...calm, me: signal(null), status: signal("none" as const), login, ...more };
  return draw(fakeServices({ me: null }, { session }), <LoginScreen />);
}

const refused = (problem: { status: number; code: string }, retryAfter?: number) => () =>
  Promise.reject(new ApiProblem(problem, retryAfter));

async function tryToLogIn(screen: Awaited<ReturnType<typeof withLogin>>) {
  await screen.type("badge-number", "020103");
  await screen.type("password", "secret");
  await screen.tap("login");
}

test("what is missing is said at its field, and nothing is sent", async () => {
  const login = vi.fn();
  const screen = await withLogin(login);
  await screen.tap("login");
  expect(screen.text()).toContain("请输入警号");
  expect(login).not.toHaveBeenCalled();
});

test("a wrong password is said at the password", async () => {
  const screen = await withLogin(refused({ status: 401, code: "credentials_wrong" }));
  await tryToLogIn(screen);
  expect(screen.text()).toContain("警号或密码不对");
  expect(screen.at("password").getAttribute("aria-invalid")).toBe("true");
});

test("a locked account tells how long", async () => {
  const screen = await withLogin(refused({ status: 429, code: "account_locked" }, 840));
  await tryToLogIn(screen);
  expect(screen.at("login-problem").textContent).toContain("14分");
});

test("a new device makes the field for the code appear, and the code is sent along", async () => {
  const login = vi
    .fn<typeof calm.login>()
    .mockRejectedValueOnce(new ApiProblem({ status: 403, code: "enrolment_code_required" }))
    .mockResolvedValueOnce(OFFICER);
  const screen = await withLogin(login);
  await tryToLogIn(screen);
  expect(screen.has("enrolment-code")).toBe(true);
  await screen.type("enrolment-code", "4711");
  await screen.tap("login");
  expect(login).toHaveBeenLastCalledWith({
    badge_number: "020103",
    password: "secret",
    enrolment_code: "4711",
  });
});

test("demo accounts fill in the form with one tap", async () => {
  const account = {
    badge_number: "020101",
    password: "Luqin-2026",
    name: "彭婷",
    role: "shift_leader" as const,
    role_name: "带班领导",
    unit_name: "交警一大队",
    tries: "排班",
  };
  const screen = await withLogin(refused({ status: 401, code: "x" }), {
    demoAccounts: async () => [account],
  });
  await screen.tap("demo-shift_leader");
  expect((screen.at("badge-number") as HTMLInputElement).value).toBe("020101");
});
