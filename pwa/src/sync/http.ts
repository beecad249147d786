/** One call to the server, with every way it can go wrong turned into an `ApiProblem`. */
import { newId } from "@/shared/ids";
import { ApiProblem, NOT_OUR_SERVER, type Problem, UNREACHABLE } from "@/shared/problem";

export const API = "/api/v1";
const PATIENCE_MS = 30_000;

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface Call {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  body?: BodyInit | null;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  timeoutMs?: number;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export function addressOf(path: string, query: Call["query"] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return API + path + (text ? `?${text}` : "");
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

function mediaType(response: Response): string {
  return (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** True for an answer that only our server gives; a log-in page of a Wi-Fi answers 200 with HTML. */
function isOurs(response: Response, wanted: "json" | "bytes"): boolean {
  if (response.redirected) return false;
  if (response.status === 204 || response.status === 304) return true;
  const type = mediaType(response);
  if (!response.ok) return type === "application/problem+json";
  return wanted === "json" ? type === "application/json" : type !== "text/html";
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const code = typeof body?.code === "string" ? body.code : "unknown";
  return new ApiProblem({ ...body, status: response.status, code }, retryAfterOf(response));
}

async function send(fetch: Fetch, call: Call, accept: string): Promise<Response> {
  const signals = [AbortSignal.timeout(call.timeoutMs ?? PATIENCE_MS)];
  if (call.signal) signals.push(call.signal);
  try {
    return await fetch(addressOf(call.path, call.query), {
      method: call.method,
      body: call.body ?? null,
      headers: { Accept: accept, "X-Request-Id": newId(), ...call.headers },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.any(signals),
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiProblem({ status: 0, code: UNREACHABLE });
  }
}

async function check(response: Response, wanted: "json" | "bytes"): Promise<Response> {
  if (!isOurs(response, wanted))
    throw new ApiProblem({ status: response.status, code: NOT_OUR_SERVER }, retryAfterOf(response));
  if (!response.ok && response.status !== 304) throw await readProblem(response);
  return response;
}

/** A body that breaks off or is no JSON is an answer that did not come. */
async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204 || response.status === 304) return undefined;
  try {
    return await response.json();
  } catch {
    throw new ApiProblem({ status: 0, code: UNREACHABLE });
  }
}

export async function callJson(fetch: Fetch, call: Call): Promise<Answer> {
  const response = await check(await send(fetch, call, "application/json, application/problem+json"), "json");
  return { status: response.status, headers: response.headers, body: await readJson(response) };
}

export async function callBytes(fetch: Fetch, call: Call): Promise<Blob> {
  const response = await check(await send(fetch, call, "*/*"), "bytes");
  try {
    return await response.blob();
  } catch {
    throw new ApiProblem({ status: 0, code: UNREACHABLE });
  }
}
