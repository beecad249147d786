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

/** One line of the uploaded table with what would become of it; its cells stand under their column names. */
export interface ImportRow {
  readonly row: number;
  readonly action: ImportAction;
  readonly problems: readonly RowProblem[];
  readonly [column: string]: unknown;
}

export interface ImportPreview {
  readonly import_id: string;
  readonly rows: readonly ImportRow[];
  readonly counts: Readonly<Partial<Record<ImportAction, number>>>;
}
