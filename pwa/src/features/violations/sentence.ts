/** Sentences made of the form: the facts that are proposed, the fine in words, the summary before saving. Pure. */
import type { Party } from "@/domain/records/types";
import type { CodeItem } from "@/domain/reference/types";
import { KINDS } from "@/domain/violations/plate";

/** Always Chinese: the facts are part of the case file, whatever language the screen has. */
const WHO: Record<Party, string> = {
  motor: "驾驶人驾驶",
  nonmotor: "骑行人驾驶非机动车",
  pedestrian: "行人",
  passenger: "乘车人",
};

export interface FactsInput {
  party: Party;
  plate: string | null;
  plateKind: string | null;
  place: string;
  direction: string | null;
  code: Pick<CodeItem, "name_zh">;
}

function vehicle({ party, plate, plateKind }: FactsInput): string {
  if (party === "motor") {
    if (!plate) return "无号牌机动车";
    const kind = KINDS.find((one) => one.code === plateKind)?.nameZh ?? "机动车";
    return `号牌为${plate}的${kind}`;
  }
  return plate && party === "nonmotor" ? `（号牌${plate}）` : "";
}

/** `驾驶人驾驶号牌为沪A12345的小型汽车，在漕溪北路由北向南，实施“…”的违法行为。` */
export function factsSentence(input: FactsInput): string {
  const place = input.place.trim();
  const where = place ? `在${place}${input.direction ?? ""}，` : "";
  return `${WHO[input.party]}${vehicle(input)}，${where}实施“${input.code.name_zh}”的违法行为。`;
}

export interface FineWords {
  none: string;
  open: string;
  fixed: (yuan: number) => string;
  range: (from: number, to: number) => string;
}

/** `20–50 元`; null where the law gives a formula. */
export function fineText(code: Pick<CodeItem, "fine_min" | "fine_max">, words: FineWords): string {
  const { fine_min: from, fine_max: to } = code;
  if (from === null || to === null) return words.open;
  if (to === 0) return words.none;
  return from === to ? words.fixed(to) : words.range(from, to);
}
