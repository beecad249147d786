/** Reads that several desk screens share. */
import type { UnitNode } from "@/domain/coverage/units";
import type { Post, MapConfig as ReferenceMap } from "@/domain/reference/types";
import { type Resource, useResource } from "@/ui/desk";
import type { MapConfig } from "@/ui/map/types";
import { useServices } from "./services";

interface Items<T> {
  readonly items: readonly T[];
}

export interface Unit extends UnitNode {
  readonly kind: string;
}

export function useUnits(): Resource<readonly Unit[]> {
  const { api } = useServices();
  return useResource("units", async (signal) => (await api.get<Items<Unit>>("/units", { signal })).items);
}

export function usePosts(): Resource<readonly Post[]> {
  const { api } = useServices();
  return useResource("posts", async (signal) => (await api.get<Items<Post>>("/posts", { signal })).items);
}

const XUJIAHUI = { lat: 31.18, lon: 121.437 };

/** The operator's map; what is not configured has a plain answer, so that the map always stands. */
export function useMapConfig(): Resource<MapConfig> {
  const { api } = useServices();
  return useResource("map", async (signal) => {
    const given = await api.get<ReferenceMap>("/map/config", { signal });
    return {
      outline: (given.outline as GeoJSON.GeoJsonObject | undefined) ?? null,
      tiles: given.tiles ?? null,
      pmtiles_url: given.pmtiles_url ?? null,
      centre: given.centre ?? XUJIAHUI,
      zoom: given.zoom ?? 12,
    };
  });
}
