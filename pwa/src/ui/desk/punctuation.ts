/** Marks between words, as each language writes them. */
import { language } from "../words";

const isChinese = (): boolean => language.value === "zh";

/** `陈伟（031204）`, `Chen Wei (031204)`. */
export function withNote(text: string, note: string): string {
  return isChinese() ? `${text}（${note}）` : `${text} (${note})`;
}

/** `路中、路边`, `centre, roadside`. */
export function joinItems(items: readonly string[]): string {
  return items.join(isChinese() ? "、" : ", ");
}

/** `警号：不能为空`, `badge: must not be empty`. */
export function labelled(label: string, text: string): string {
  return isChinese() ? `${label}：${text}` : `${label}: ${text}`;
}

/** Parts of one sentence. */
export function joinClauses(clauses: readonly string[]): string {
  return clauses.join(isChinese() ? "，" : ", ");
}

export function joinSentences(sentences: readonly string[]): string {
  return sentences.join(isChinese() ? "；" : "; ");
}

/** Whole sentences, one after the other. */
export function joinProse(sentences: readonly string[]): string {
  return sentences.join(isChinese() ? "" : " ");
}
