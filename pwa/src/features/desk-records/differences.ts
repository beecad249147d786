/** What a correction changed: field by field, before and after. */

export interface Difference {
  /** Dotted path within the record, for example `data.plate`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Fields that change with every revision by themselves and say nothing about the matter. */
const SILENT = new Set([
  "revision",
  "base_revision",
  "reason",
  "device_seq",
  "prev_hash",
  "device_time",
  "clock_offset_ms",
]);

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function walk(before: unknown, after: unknown, path: string): Difference[] {
  if (isBranch(before) && isBranch(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => walk(before[name], after[name], path === "" ? name : `${path}.${name}`));
  }
  const [old, now] = [written(before), written(after)];
  return old === now ? [] : [{ path, before: old, after: now }];
}

/** Both texts are the signed bodies; one that is no JSON object gives nothing to compare. */
export function findDifferences(before: string, after: string): Difference[] {
  try {
    return walk(JSON.parse(before), JSON.parse(after), "").filter((each) => !SILENT.has(each.path));
  } catch {
    return [];
  }
}
