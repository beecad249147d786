export type PlateColour = "blue" | "yellow" | "green" | "yellow-green" | "white" | "black" | "none";

interface PlateBadgeProps {
  text: string;
  colour: PlateColour;
  /** Said before the number, so that the colour is not needed to tell what it is. */
  name?: string | undefined;
  big?: boolean | undefined;
}

/** `沪A12345` as it stands on the vehicle: `沪A·12345` on its colour. */
export function PlateBadge({ text, colour, name, big }: PlateBadgeProps) {
  const characters = [...text];
  const written =
    characters.length >= 7 && /^\p{Script=Han}[A-Z]/u.test(text)
      ? `${characters.slice(0, 2).join("")}·${characters.slice(2).join("")}`
      : text;
  return (
    <span class={`plate plate--${colour}${big ? " plate--big" : ""}`} title={name}>
      {name ? <span class="visually-hidden">{name} </span> : null}
      <span aria-hidden={name === text ? "true" : undefined}>{written}</span>
    </span>
  );
}
