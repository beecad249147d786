import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "@/shared/problem";

export interface Resource<T> {
  /** The last good answer; kept while a newer one is on its way and when that fails. */
  readonly data: T | null;
  readonly problem: ApiProblem | null;
  readonly busy: boolean;
  /** Device clock, milliseconds, of the last good answer. */
  readonly loadedAt: number | null;
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string | null;
  readonly data: T | null;
  readonly problem: ApiProblem | null;
  readonly busy: boolean;
  readonly loadedAt: number | null;
}

interface ResourceOptions {
  /** Ask again after this many milliseconds; not while the page is hidden. */
  readonly pollMs?: number;
}

export function asProblem(fault: unknown): ApiProblem {
  if (fault instanceof ApiProblem) return fault;
  return new ApiProblem({
    status: 0,
    code: "unexpected",
    title: fault instanceof Error ? fault.message : "",
  });
}

/**
 * What a screen reads from the server. `key` names it: another key loads anew and the old data stays until then;
 * null loads nothing.
 */
export function useResource<T>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<T>,
  { pollMs }: ResourceOptions = {},
): Resource<T> {
  const [state, setState] = useState<State<T>>({
    key: null,
    data: null,
    problem: null,
    busy: key !== null,
    loadedAt: null,
  });
  const [round, setRound] = useState(0);
  const loader = useRef(load);
  loader.current = load;

  // A new round asks for the same key again.
  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    setState((old) => ({ ...old, busy: true }));
    loader.current(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ key, data, problem: null, busy: false, loadedAt: Date.now() });
      },
      (fault: unknown) => {
        if (!abort.signal.aborted)
          setState((old) => ({ ...old, key, problem: asProblem(fault), busy: false }));
      },
    );
    return () => abort.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((old) => old + 1), []);
  usePolling(reload, key === null ? undefined : pollMs);
  return { data: state.data, problem: state.problem, busy: state.busy, loadedAt: state.loadedAt, reload };
}

/** Calls `act` every `ms` while the page is in sight, and at once when it comes back into sight. */
function usePolling(act: () => void, ms: number | undefined): void {
  useEffect(() => {
    if (ms === undefined) return;
    let timer: ReturnType<typeof setInterval> | undefined;
    const start = () => {
      timer ??= setInterval(act, ms);
    };
    const stop = () => {
      clearInterval(timer);
      timer = undefined;
    };
    const onSight = () => {
      if (document.hidden) return stop();
      act();
      start();
    };
    if (!document.hidden) start();
    document.addEventListener("visibilitychange", onSight);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", onSight);
    };
  }, [act, ms]);
}
