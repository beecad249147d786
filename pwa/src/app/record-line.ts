/** How one of my records is named in a list, on the phone, with or without the server. */
import type { CheckInData, FieldRecord, RecordKind, ViolationData } from "@/domain/records/types";
import { OUTCOME_WORDS, RECORD_KIND_WORDS, SEAT_WORDS } from "@/domain/records/words";
import type { ItemState } from "@/sync/state";
import type { Tone } from "@/ui/display";
import type { IconName } from "@/ui/icon";
import { language, say } from "@/ui/words";
import type { MyRecord, Services } from "./services";

export interface RecordLine {
  title: string;
  sub: string;
  icon: IconName;
}

const KIND_ICONS: Record<RecordKind, IconName> = {
  check_in: "enter",
  check_out: "logout",
  violation: "camera",
};

type Known = Pick<Services, "codes" | "reference">;

function postName({ reference }: Known, id: string | null): string {
  return reference.value?.posts.find((post) => post.id === id)?.name ?? "";
}

export function lineOfBody(known: Known, body: FieldRecord): RecordLine {
  const icon = KIND_ICONS[body.kind];
  const post = postName(known, body.post);
  if (body.kind === "violation") {
    const data = body.data as ViolationData;
    const code = known.codes.get(data.code);
    const name = code ? (language.value === "zh" ? code.name_zh : code.name_en) : "";
    return {
      icon,
      title: [data.plate ?? say(RECORD_KIND_WORDS.violation), `${data.code} ${name}`.trim()].join(" · "),
      sub: [data.place, say(OUTCOME_WORDS[data.outcome])].filter(Boolean).join(" · "),
    };
  }
  const seat = body.kind === "check_in" ? say(SEAT_WORDS[(body.data as CheckInData).seat]) : "";
  return { icon, title: say(RECORD_KIND_WORDS[body.kind]), sub: [post, seat].filter(Boolean).join(" · ") };
}

export function lineOf(known: Known, record: MyRecord): RecordLine {
  if (record.local) return lineOfBody(known, record.local.body);
  const title = record.server?.headline || say(RECORD_KIND_WORDS[record.kind]);
  const post = record.server?.post?.name ?? "";
  // The server's headline usually names the place already.
  return { icon: KIND_ICONS[record.kind], title, sub: title.includes(post) ? "" : post };
}

/** Colour and drawing of each state; the words stand in `sync/state`. */
export const ITEM_STATE_LOOKS: Record<ItemState, { tone: Tone; icon: IconName }> = {
  saved: { tone: "blue", icon: "saved" },
  waiting: { tone: "blue", icon: "clock" },
  sending: { tone: "blue", icon: "upload" },
  received: { tone: "amber", icon: "image" },
  done: { tone: "green", icon: "received" },
  needs_attention: { tone: "red", icon: "warn" },
  set_aside: { tone: "plain", icon: "stop" },
};
