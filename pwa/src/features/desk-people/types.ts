import type { PersonKind, Role, UnitRef } from "@/domain/identity/types";

/** Of `GET /people`. */
export interface PersonItem {
  readonly id: string;
  readonly name: string;
  readonly badge_number: string;
  readonly kind: PersonKind;
  readonly unit: UnitRef;
  readonly status: "active" | "suspended" | "left";
  readonly locked_until: string | null;
  readonly roles: readonly {
    readonly role: Role;
    readonly unit_id: string;
    readonly valid_from: string;
    readonly valid_to: string | null;
  }[];
}

/** Of `POST /people/{id}/enrolment-code`: one use, ten minutes. */
export interface EnrolmentCode {
  readonly code: string;
  readonly expires_at: string;
}

export type ImportAction = "create" | "update" | "unchanged" | "refused";

export interface RowProblem {
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** One line of the uploaded table, in plain text, with what would become of it. */
export interface ImportRow {
  readonly sheet: string;
  readonly row: number;
  readonly subject: "unit" | "person";
  readonly unit: string;
  readonly parent: string;
  readonly unit_kind: string;
  readonly unit_code: string;
  readonly name: string;
  readonly badge_number: string;
  readonly person_kind: string;
  readonly roles: string;
  readonly grants: string;
  readonly action: ImportAction;
  /** Columns that an update would change. */
  readonly changes: readonly string[];
  readonly problems: readonly RowProblem[];
}

export type ImportCounts = Readonly<Record<ImportAction, number>>;

export interface ImportPreview {
  readonly import_id: string;
  readonly rows: readonly ImportRow[];
  readonly counts: ImportCounts;
  readonly ignored_columns: readonly string[];
}

/** Initial passwords are told this once. */
export interface ImportApplied {
  readonly counts: ImportCounts;
  readonly passwords: readonly {
    readonly badge_number: string;
    readonly name: string;
    readonly password: string;
  }[];
}
