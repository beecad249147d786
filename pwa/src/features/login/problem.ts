import { ApiProblem } from "@/shared/problem";
import { formatDuration, problemText } from "@/ui";
import { loginWords } from "./words";

export interface LoginFault {
  /** Beside which input it is said; `form`: above the button. */
  at: "badge" | "password" | "code" | "form";
  text: string;
  /** The device is new and policy asks for a code. */
  asksForCode: boolean;
}

const CODE_NEEDED = new Set(["enrolment_code_required"]);
const CODE_WRONG = new Set(["enrolment_code_wrong"]);
const SUSPENDED = new Set(["person_suspended", "account_suspended"]);

/** What a refused log-in means, in words, and where to say it. */
export function loginFault(error: unknown): LoginFault {
  const w = loginWords();
  if (error instanceof ApiProblem) {
    const codes = [error.code, ...error.fields.map((field) => field.code)];
    const is = (known: ReadonlySet<string>) => codes.some((code) => known.has(code));
    if (is(CODE_NEEDED)) return { at: "code", text: w.needCode, asksForCode: true };
    if (is(CODE_WRONG)) return { at: "code", text: w.codeWrong, asksForCode: true };
    if (is(SUSPENDED)) return { at: "form", text: w.suspended, asksForCode: false };
    if (codes.includes("credentials_wrong")) return { at: "password", text: w.wrong, asksForCode: false };
    if (codes.includes("account_locked")) {
      const left = formatDuration((error.retryAfter ?? 15 * 60) * 1000);
      return { at: "form", text: w.locked(left), asksForCode: false };
    }
  }
  return { at: "form", text: problemText(error), asksForCode: false };
}
