/** How a plate looks on the street; the screens draw it. */
export type PlateColour = "blue" | "yellow" | "green" | "yellow-green" | "white" | "black" | "none";

/** Colours of the plates as they hang on the vehicle (GA 36); kinds without one of their own stay plain. */
const COLOURS: Readonly<Record<string, PlateColour>> = {
  "01": "yellow",
  "02": "blue",
  "03": "black",
  "04": "black",
  "05": "black",
  "06": "black",
  "07": "yellow",
  "08": "blue",
  "13": "yellow",
  "14": "green",
  "15": "yellow",
  "16": "yellow",
  "20": "white",
  "22": "white",
  "23": "white",
  "24": "white",
  "26": "black",
  "27": "black",
  "31": "white",
  "32": "white",
  "51": "yellow-green",
  "52": "green",
};

/** The colour of a plate of this kind (GA 36-2018). */
export function plateColour(kind: string | null): PlateColour {
  return (kind && COLOURS[kind]) || "none";
}
