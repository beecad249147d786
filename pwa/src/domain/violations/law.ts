/**
 * What the law lets this person choose. The server judges again; here nothing is offered that it would refuse.
 * Sources: 道交法107, 程序规定43–44 (simple: a warning or up to 200 yuan, 200 itself included) and 48 (ordinary: two
 * officers or more); 沪道交条例71 (auxiliaries gather information, they never enforce).
 */
import type { Grant, Me } from "@/domain/identity/types";
import type { Outcome, Party } from "@/domain/records/types";
import type { CodeItem, Colleague } from "@/domain/reference/types";

const SIMPLE_LIMIT_YUAN = 200;
const GRAVE_PENALTIES = ["吊销", "暂扣", "拘留"];

export type Procedure = "simple" | "ordinary";

/** The procedure that the law asks for; suspension, revocation and detention are never simple. */
export function procedureOf(code: Pick<CodeItem, "procedure" | "fine_max" | "legal_basis">): Procedure {
  if (code.procedure === "ordinary" || code.fine_max === null) return "ordinary";
  const grave = GRAVE_PENALTIES.some((word) => code.legal_basis.includes(word));
  return grave || code.fine_max > SIMPLE_LIMIT_YUAN ? "ordinary" : "simple";
}

/** The outcomes that fit the procedure, the usual one first. A notice is open to all: the person may be absent. */
export function outcomesOf(procedure: Procedure): readonly Outcome[] {
  return procedure === "simple"
    ? ["simple", "oral_warning", "ordinary_notice", "measure_voucher", "transferred"]
    : ["ordinary_notice", "measure_voucher", "transferred"];
}

/** Ordinary procedure and compulsory measures take two officers (程序规定48, 办案程序52). */
export function needsSecondOfficer(procedure: Procedure, outcome: Outcome | null): boolean {
  if (outcome === "measure_voucher") return true;
  return procedure === "ordinary" && outcome !== "transferred";
}

/** Who may stand beside: officers only, never oneself, never an auxiliary. Partners of this shift first. */
export function secondOfficers(
  colleagues: readonly Colleague[],
  me: string,
  partners: readonly string[],
): Colleague[] {
  const rank = (one: Colleague) => (partners.includes(one.id) ? 0 : 1);
  return colleagues
    .filter((one) => one.kind === "officer" && one.id !== me)
    .sort((a, b) => rank(a) - rank(b) || a.badge_number.localeCompare(b.badge_number));
}

/** Is the code about a vehicle that stands? */
function isParking(code: Pick<CodeItem, "name_zh">): boolean {
  return code.name_zh.includes("停放");
}

/** Handing a matter over needs no more power than the simple procedure; a parking notice has a grant of its own. */
function powersFor(code: CodeItem, outcome: Outcome): ReadonlySet<string> {
  const procedure = outcome === "transferred" ? "simple" : procedureOf(code);
  const powers = new Set<string>(["any", "ordinary", procedure]);
  if (outcome === "ordinary_notice" && isParking(code)) powers.add("parking_notice");
  return powers;
}

function isInForce(grant: Grant, day: string): boolean {
  return grant.valid_from <= day && (grant.valid_to === null || day <= grant.valid_to);
}

function isForParty(grant: Grant, party: Party): boolean {
  return grant.party === "any" || grant.party === party;
}

/** True when a grant in force on that day, a Shanghai day as `2026-11-23`, covers this outcome. */
export function mayEnforce(me: Me, code: CodeItem, outcome: Outcome, day: string): boolean {
  const powers = powersFor(code, outcome);
  return (
    me.person.kind === "officer" &&
    me.grants.some(
      (grant) => isInForce(grant, day) && isForParty(grant, code.party) && powers.has(grant.procedure),
    )
  );
}

/** What this person may record for the code on that day, the usual outcome first; empty: nothing. */
export function outcomesFor(me: Me, code: CodeItem, day: string): Outcome[] {
  return outcomesOf(procedureOf(code)).filter((outcome) => mayEnforce(me, code, outcome, day));
}

/** True when the person may record any violation at all. */
export function mayRecordViolations(me: Me, day: string): boolean {
  return (
    me.capabilities.includes("record.write") &&
    me.person.kind === "officer" &&
    me.grants.some((grant) => isInForce(grant, day))
  );
}
