/** Who a person is and what they may do; the words of the backend's `identity` package. */

export type PersonKind = "officer" | "duty_auxiliary" | "clerical_auxiliary" | "civilian";

export type Role =
  | "officer"
  | "auxiliary"
  | "shift_leader"
  | "inspector"
  | "supervisor"
  | "command_office"
  | "analyst"
  | "legal_reviewer"
  | "personnel_office"
  | "leader"
  | "station_officer"
  | "system_admin"
  | "security_admin"
  | "audit_admin";

export type Capability =
  | "self"
  | "record.write"
  | "record.read"
  | "coverage.read"
  | "roster.read"
  | "roster.write"
  | "statistics.read"
  | "people.read"
  | "people.manage"
  | "device.manage"
  | "codes.manage"
  | "calendar.manage"
  | "ledger.read"
  | "audit.read";

export type Scope = "own" | "unit" | "branch";

export interface UnitRef {
  id: string;
  name: string;
  kind: string;
}

export interface Grant {
  party: string;
  procedure: string;
  valid_from: string;
  valid_to: string | null;
}

export interface Me {
  person: { id: string; name: string; badge_number: string; kind: PersonKind; unit: UnitRef };
  roles: Role[];
  capabilities: Capability[];
  scopes: Partial<Record<Capability, Scope>>;
  grants: Grant[];
  must_change_password: boolean;
}

export interface Session {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  session_id: string;
  device: { id: string; label: string };
  me: Me;
  server_time: string;
}

export interface DemoAccount {
  badge_number: string;
  password: string;
  name: string;
  role: Role;
  role_name: string;
  unit_name: string;
  tries: string;
}
