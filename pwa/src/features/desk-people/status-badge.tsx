import { Badge, say } from "@/ui";
import type { PersonItem } from "./types";
import { STATUS_WORDS } from "./words";

export function StatusBadge({ person }: { readonly person: PersonItem }) {
  const active = person.status === "active";
  return (
    <Badge tone={active ? "green" : "amber"} icon={active ? "check" : "warn"}>
      {say(STATUS_WORDS[person.status])}
    </Badge>
  );
}
