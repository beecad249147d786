/** A unit as far as the tree goes. */
export interface UnitNode {
  readonly id: string;
  readonly parent_id: string | null;
  readonly name: string;
}

/** The unit itself and every unit under it. */
export function unitAndBelow(units: readonly UnitNode[], unit: string): ReadonlySet<string> {
  const found = new Set([unit]);
  let grew = true;
  while (grew) {
    grew = false;
    for (const node of units) {
      if (node.parent_id === null || found.has(node.id) || !found.has(node.parent_id)) continue;
      found.add(node.id);
      grew = true;
    }
  }
  return found;
}

export interface UnitOption extends UnitNode {
  /** 0 for a root. */
  readonly depth: number;
}

/** The tree in reading order: each unit right after its parent, siblings as the server orders them. */
export function unitsInOrder(units: readonly UnitNode[]): UnitOption[] {
  const known = new Set(units.map((unit) => unit.id));
  const children = new Map<string | null, UnitNode[]>();
  for (const unit of units) {
    const parent = unit.parent_id !== null && known.has(unit.parent_id) ? unit.parent_id : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const walk = (parent: string | null, depth: number): UnitOption[] =>
    (children.get(parent) ?? []).flatMap((unit) => [{ ...unit, depth }, ...walk(unit.id, depth + 1)]);
  return walk(null, 0);
}
