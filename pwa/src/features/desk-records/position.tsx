import { useMemo } from "preact/hooks";
import { useMapConfig, usePosts } from "@/app/desk-data";
import type { FixVerdict, RecordDetail } from "@/domain/records/types";
import { VERDICT_WORDS } from "@/domain/records/words";
import type { Post } from "@/domain/reference/types";
import { Badge, formatDuration, formatMetres, Skeleton, say, type Tone } from "@/ui";
import { deskWords, joinClauses, sayOf } from "@/ui/desk";
import { MapView } from "@/ui/map/map-view";
import type { MapContent } from "@/ui/map/types";
import { FIX_SOURCE_WORDS, words } from "./words";

const VERDICT_TONES: Record<FixVerdict, Tone> = {
  inside: "green",
  uncertain: "plain",
  outside: "amber",
  no_fix: "plain",
};

export function VerdictBadge({ verdict }: { readonly verdict: FixVerdict }) {
  const tone = VERDICT_TONES[verdict];
  return (
    <Badge tone={tone} icon={tone === "green" ? "check" : tone === "amber" ? "warn" : "pin"}>
      {say(VERDICT_WORDS[verdict])}
    </Badge>
  );
}

type PlacedFix = NonNullable<RecordDetail["fix"]>;

function contentOf(fix: PlacedFix, post: Post | null): MapContent {
  const w = words();
  const marker = { id: "fix", lat: fix.lat, lon: fix.lon, tone: "point", name: w.mapFix } as const;
  const accuracy = { lat: fix.lat, lon: fix.lon, radius_m: fix.accuracy_m, kind: "accuracy" } as const;
  if (post === null) return { markers: [marker], circles: [accuracy] };
  const centre = {
    id: "post",
    lat: post.lat,
    lon: post.lon,
    tone: "idle",
    name: `${w.mapPost} · ${post.name}`,
  } as const;
  return {
    markers: [marker, centre],
    circles: [accuracy, { lat: post.lat, lon: post.lon, radius_m: post.radius_m, kind: "area" }],
    lines: [{ from: post, to: fix }],
  };
}

/** Where it was recorded, how sure that is, and how it lies to the post. */
export function Position({ record }: { readonly record: RecordDetail }) {
  const w = words();
  const { fix } = record;
  if (fix === null) return <p class="soft">{w.noFix}</p>;
  const sentence = w.fixSentence(
    sayOf(FIX_SOURCE_WORDS, fix.source),
    formatMetres(fix.accuracy_m),
    fix.age_s < 60 ? w.seconds(Math.round(fix.age_s)) : formatDuration(fix.age_s * 1000),
  );
  return (
    <div class="stack stack--tight">
      <p>
        <VerdictBadge verdict={fix.verdict} />{" "}
        {joinClauses(
          fix.distance_m === null ? [sentence] : [sentence, w.distance(formatMetres(fix.distance_m))],
        )}
      </p>
      <FixMap fix={fix} postId={record.post?.id ?? null} />
      <p class="soft small">{w.mapLegend}</p>
    </div>
  );
}

function FixMap({ fix, postId }: { readonly fix: PlacedFix; readonly postId: string | null }) {
  const config = useMapConfig();
  const posts = usePosts();
  const post = posts.data?.find((each) => each.id === postId) ?? null;
  const content = useMemo(() => contentOf(fix, post), [fix, post]);
  if (config.data === null || (posts.data === null && posts.problem === null)) {
    return <Skeleton lines={1} height={260} />;
  }
  return (
    <div class="record-map">
      <MapView
        config={config.data}
        content={content}
        words={{ ...deskWords().mapWords, name: words().mapName }}
        fitContent
      />
    </div>
  );
}
