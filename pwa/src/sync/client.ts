/** Calls with the access token: renewed when it ended, tried once more when the server did not take it. */
import { signal } from "@preact/signals";
import { ApiProblem, NOT_OUR_SERVER } from "@/shared/problem";
import { type Answer, type Call, callBytes, callJson, type Fetch } from "./http";
import type { SessionKeeper } from "./session";

export interface Client {
  json(call: Call): Promise<Answer>;
  bytes(call: Call): Promise<Blob>;
  /** Without a token. */
  open(call: Call): Promise<Answer>;
  /** Whether the server answered when it was last asked. */
  reached: { readonly value: boolean };
  /** The browser says that the network is gone; it is right about that more often than about the contrary. */
  lose(): void;
}

export interface ClientParts {
  fetch: Fetch;
  session: Pick<SessionKeeper, "token" | "dropToken">;
  language: () => string;
}

export function createClient({ fetch, session, language }: ClientParts): Client {
  const reached = signal(globalThis.navigator?.onLine ?? true);

  async function watch<T>(run: () => Promise<T>): Promise<T> {
    try {
      const result = await run();
      reached.value = true;
      return result;
    } catch (error) {
      if (error instanceof ApiProblem)
        reached.value = !error.isNetwork || (error.code === NOT_OUR_SERVER && error.status >= 500);
      throw error;
    }
  }

  function dress(call: Call, token: string | null): Call {
    const headers: Record<string, string> = { "Accept-Language": language(), ...call.headers };
    if (token !== null) headers["Authorization"] = `Bearer ${token}`;
    return { ...call, headers };
  }

  async function withToken<T>(call: Call, run: (dressed: Call) => Promise<T>): Promise<T> {
    const token = await session.token();
    try {
      return await run(dress(call, token));
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      await session.dropToken(token);
      return run(dress(call, await session.token()));
    }
  }

  return {
    reached,
    lose: () => {
      reached.value = false;
    },
    json: (call) => watch(() => withToken(call, (dressed) => callJson(fetch, dressed))),
    bytes: (call) => watch(() => withToken(call, (dressed) => callBytes(fetch, dressed))),
    open: (call) => watch(() => callJson(fetch, dress(call, null))),
  };
}
