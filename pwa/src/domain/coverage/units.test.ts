import { describe, expect, it } from "vitest";
import { unitAndBelow, unitsInOrder } from "./units";

const units = [
  { id: "b", parent_id: "root", name: "二大队" },
  { id: "root", parent_id: "outside", name: "支队" },
  { id: "a", parent_id: "root", name: "一大队" },
  { id: "b1", parent_id: "b", name: "一中队" },
];

describe("unit tree", () => {
  it("finds a unit and everything under it, in any order of the list", () => {
    expect([...unitAndBelow(units, "root")].sort()).toEqual(["a", "b", "b1", "root"]);
    expect([...unitAndBelow(units, "b")].sort()).toEqual(["b", "b1"]);
    expect([...unitAndBelow(units, "a")]).toEqual(["a"]);
  });

  it("lists each unit right after its parent; a unit whose parent is not mine to see is a root", () => {
    expect(unitsInOrder(units).map((unit) => [unit.id, unit.depth])).toEqual([
      ["root", 0],
      ["b", 1],
      ["b1", 2],
      ["a", 1],
    ]);
  });

  it("ends on a tree that bites its tail", () => {
    const loop = [
      { id: "x", parent_id: "y", name: "x" },
      { id: "y", parent_id: "x", name: "y" },
    ];
    expect([...unitAndBelow(loop, "x")].sort()).toEqual(["x", "y"]);
    expect(unitsInOrder(loop)).toEqual([]);
  });
});
