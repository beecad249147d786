import { lazy, Suspense } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { useServices } from "@/app/services";
import { Button, language, Sheet, Skeleton } from "@/ui";
import type { MapConfig, MapContent } from "@/ui/map/types";
import type { ViolationControl } from "./use-violation";
import { violationWords } from "./words";

const MapView = lazy(() => import("@/ui/map/map-view").then((module) => module.MapView));
const CLOSE_ZOOM = 16;

/** Post and position on the ground, on demand: the place itself stays one line of text. */
export function PlaceMap({ control }: { control: ViolationControl }) {
  const w = violationWords();
  const [open, setOpen] = useState(false);
  const { reference, position } = useServices();
  const fix = control.form.fix ?? position.fix.value;
  const post = reference.value?.posts.find((one) => one.id === control.form.post) ?? null;
  const centre = fix ?? post;
  if (!centre) return null;
  return (
    <>
      <Button icon="map" onClick={() => setOpen(true)} testId="place-map">
        {w.map}
      </Button>
      <Sheet open={open} title={w.mapTitle} onClose={() => setOpen(false)}>
        <Suspense fallback={<Skeleton lines={1} height={320} />}>
          <Ground control={control} centre={centre} />
        </Suspense>
      </Sheet>
    </>
  );
}

interface GroundProps {
  control: ViolationControl;
  centre: { lat: number; lon: number };
}

function Ground({ control, centre }: GroundProps) {
  const { reference, position } = useServices();
  const given = reference.value?.map;
  const post = reference.value?.posts.find((one) => one.id === control.form.post) ?? null;
  const fix = control.form.fix ?? position.fix.value;
  const { lat, lon } = centre;
  const chosen = language.value;
  const config = useMemo<MapConfig>(
    () => ({
      outline: (given?.outline as GeoJSON.GeoJsonObject | undefined) ?? null,
      tiles: given?.tiles ?? null,
      pmtiles_url: given?.pmtiles_url ?? null,
      centre: { lat, lon },
      zoom: CLOSE_ZOOM,
    }),
    [given, lat, lon],
  );
  // A new language makes new words; the same one keeps the map as it is.
  const words = useMemo(() => {
    const w = violationWords();
    return { zoom_in: w.mapZoomIn, zoom_out: w.mapZoomOut, name: w.mapTitle, language: chosen };
  }, [chosen]);
  const content = useMemo<MapContent>(
    () => ({
      markers: [
        ...(post
          ? [{ id: "post", tone: "idle" as const, name: post.name, lat: post.lat, lon: post.lon }]
          : []),
        ...(fix
          ? [{ id: "here", tone: "point" as const, name: violationWords().here, lat: fix.lat, lon: fix.lon }]
          : []),
      ],
      circles: [
        ...(post ? [{ kind: "area" as const, radius_m: post.radius_m, lat: post.lat, lon: post.lon }] : []),
        ...(fix ? [{ kind: "accuracy" as const, radius_m: fix.accuracy_m, lat: fix.lat, lon: fix.lon }] : []),
      ],
    }),
    [post, fix],
  );
  return (
    <div class="place-map">
      <MapView config={config} words={words} content={content} fitContent />
    </div>
  );
}
