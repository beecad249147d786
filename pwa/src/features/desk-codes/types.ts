import type { CodeItem } from "@/domain/reference/types";

/** Of `GET /violations/code-lists`. Both days belong to the list. */
export interface CodeListHead {
  readonly version: string;
  readonly name: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly source: string;
  /** Not the official list. */
  readonly sample: boolean;
  readonly loaded_at: string;
}

export interface CodeListFull extends CodeListHead {
  readonly items: readonly CodeItem[];
}

/** Of the preview and of the loading itself. */
export interface CodeListPreview {
  readonly version: string;
  readonly valid_from: string;
  /** The version that would end the day before. */
  readonly closes: string | null;
  readonly counts: {
    readonly rows: number;
    readonly create: number;
    readonly update: number;
    readonly unchanged: number;
    readonly remove: number;
  };
  readonly changes: readonly {
    readonly code: string;
    readonly name_zh: string;
    readonly action: "create" | "update" | "remove";
    readonly fields_changed: readonly string[];
  }[];
  readonly problems: readonly {
    readonly row: number;
    readonly column: string;
    readonly code: string;
    readonly message: string;
  }[];
}
