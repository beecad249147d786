/** One fault of one input, addressed by JSON pointer. */
export interface FieldProblem {
  pointer: string;
  code: string;
  message: string;
}

/** RFC 9457 problem as the server sends it. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string | null;
  fields: FieldProblem[];
}

/** No answer at all came (status 0). */
export const UNREACHABLE = "unreachable";
/** Something answered, but not our server: a Wi-Fi log-in page, a proxy. */
export const NOT_OUR_SERVER = "not_our_server";

/** A call to the server that did not succeed: a problem of the server, or none of its answers (status 0). */
export class ApiProblem extends Error implements Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly fields: FieldProblem[];
  /** Seconds that the server asked us to wait, if it did. */
  readonly retryAfter: number | null;

  constructor(
    problem: Partial<Problem> & { status: number; code: string },
    retryAfter: number | null = null,
  ) {
    super(problem.title ?? problem.code);
    this.name = "ApiProblem";
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title ?? problem.code;
    this.detail = problem.detail ?? null;
    this.fields = problem.fields ?? [];
    this.retryAfter = retryAfter;
  }

  /** True when the network, not the request, is at fault: the same call may succeed later. */
  get isNetwork(): boolean {
    return this.code === UNREACHABLE || this.code === NOT_OUR_SERVER;
  }
}
