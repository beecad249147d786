import type { ComponentChildren } from "preact";
import type { ApiProblem } from "@/shared/problem";
import { Button } from "../button";
import { Banner } from "../display";
import { formatTime } from "../format";
import { Skeleton } from "../skeleton";
import { deskWords } from "./desk-words";

/** What went wrong with a read, for people. */
export function readSentence(problem: ApiProblem): string {
  const w = deskWords();
  if (problem.isNetwork) return w.offline;
  if (problem.status === 403) return w.notAllowed;
  if (problem.status === 404) return w.notFound;
  return problem.detail ?? (problem.status > 0 ? problem.title : w.failed);
}

/** What went wrong with an act, for people: the server's own words when it gave some. */
export function actSentence(problem: ApiProblem): string {
  const w = deskWords();
  if (problem.isNetwork) return w.offlineAct;
  return problem.detail ?? (problem.status > 0 ? problem.title : w.requestFailed);
}

interface ReadProblemProps {
  readonly problem: ApiProblem;
  readonly onRetry: () => void;
  /** When older content stands below, the moment it is from. */
  readonly keptFrom?: number | null;
}

export function ReadProblem({ problem, onRetry, keptFrom = null }: ReadProblemProps) {
  const w = deskWords();
  const retry = <Button onClick={onRetry}>{w.retry}</Button>;
  if (keptFrom === null) {
    return (
      <Banner tone="amber" alert act={retry}>
        {readSentence(problem)}
      </Banner>
    );
  }
  const time = formatTime(keptFrom);
  return (
    <Banner tone="amber" alert act={retry}>
      {problem.isNetwork ? w.offlineKept(time) : w.failedKept(time)}
    </Banner>
  );
}

interface Loadable<T> {
  readonly data: T | null;
  readonly problem: ApiProblem | null;
  readonly loadedAt: number | null;
  readonly reload: () => void;
}

interface LoadedProps<T> {
  readonly of: Loadable<T>;
  readonly lines?: number;
  readonly children: (data: T) => ComponentChildren;
}

/** Skeleton, then content; a fault stands above the content that is still there, or in its place. */
export function Loaded<T>({ of, lines = 5, children }: LoadedProps<T>) {
  if (of.data === null) {
    return of.problem === null ? (
      <Skeleton lines={lines} />
    ) : (
      <ReadProblem problem={of.problem} onRetry={of.reload} />
    );
  }
  return (
    <>
      {of.problem === null ? null : (
        <ReadProblem problem={of.problem} onRetry={of.reload} keptFrom={of.loadedAt} />
      )}
      {children(of.data)}
    </>
  );
}
