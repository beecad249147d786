/** Every drawing is one path of one stroke on a 24 px grid, so that all of them sit together. */
const DRAWINGS = {
  today: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2",
  list: "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
  outbox: "M12 15V3M7 8l5-5 5 5M3 15v4a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c1-4.500 4-6.500 8-6.500s7 2 8 6.500",
  people:
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M2.500 20c.700-3.800 3-5.500 6.500-5.500s5.800 1.700 6.500 5.500M16 4.200a3.500 3.500 0 0 1 0 6.600M18 14.800c2 .700 3.200 2.400 3.600 5.200",
  plus: "M12 5v14M5 12h14",
  camera:
    "M4 8h3l2-3h6l2 3h3a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1M12 17a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7",
  image:
    "M4 4h16a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1M3 17l5-5 4 4 3-3 6 6M15.500 8.500h.01",
  pin: "M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21M12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5",
  check: "M4 12.500l5.500 5.500L20 7",
  received: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8 12.500l3 3 5-6",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  erase: "M9 5h11a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9l-6-7zM12 9.500l5 5M17 9.500l-5 5",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  warn: "M12 4L2.500 20h19zM12 10v4M12 17h.01",
  stop: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16h.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01",
  offline:
    "M3 3l18 18M8.500 14.500a5 5 0 0 1 7 0M5 11a10 10 0 0 1 4.500-2.600M19 11a10 10 0 0 0-6-2.900M12 18.500h.01",
  saved: "M7 3h10a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M9 12l2 2 4-4.500",
  upload: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 16V8M8.500 11.500L12 8l3.500 3.500",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5h4",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
  filter: "M4 5h16M7 12h10M10 19h4",
  star: "M12 3.500l2.600 5.400 5.900.800-4.300 4.100 1.100 5.900-5.300-2.900-5.300 2.900 1.100-5.900L3.500 9.700l5.900-.800z",
  edit: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-4",
  refresh: "M20 11a8 8 0 0 0-14.500-3.500L4 9M4 4v5h5M4 13a8 8 0 0 0 14.500 3.500L20 15M20 20v-5h-5",
  menu: "M4 6h16M4 12h16M4 18h16",
  settings:
    "M4 7h10M18 7h2M4 17h2M10 17h10M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5M8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5",
  logout: "M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5M15 8l4 4-4 4M19 12H9",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9.500C7.500 20 4 17 4 12V6z",
  post: "M12 3v18M7 21h10M5 5h12l3 3-3 3H5z",
  map: "M9 4L3 6.500V20l6-2.500 6 2.500 6-2.500V4l-6 2.500zM9 4v13.500M15 6.500V20",
  chart: "M4 20h16M7 16v-5M12 16V6M17 16v-8",
  send: "M21 3L10 14M21 3l-7 18-4-7-7-4z",
  eye: "M2 12s3.500-7 10-7 10 7 10 7-3.500 7-10 7S2 12 2 12M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6",
  language:
    "M4 6h9M8.500 4v2M11 6c-.800 4-3.500 7-7 8.500M6 9.500c1 2.200 3 4 5.500 5M12 21l4.500-11L21 21M13.500 17.500h6",
  theme:
    "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  text: "M4 7V5h16v2M12 5v14M9 19h6",
  phone: "M8 2h8a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1M11 18h2",
  car: "M3 16v-4l2.500-5.500A1 1 0 0 1 6.400 6h11.200a1 1 0 0 1 .900.500L21 12v4M3 12h18M2.500 16h19M6 16v2.500M18 16v2.500",
  download: "M12 3v12M7 10l5 5 5-5M3 17v2a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-2",
  enter: "M14 4h5a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-5M9 8l4 4-4 4M13 12H3",
} as const;

export type IconName = keyof typeof DRAWINGS;

interface IconProps {
  name: IconName;
  /** Fill the outline, for example a chosen star. */
  filled?: boolean | undefined;
}

/** A drawing without meaning of its own: the words beside it carry the meaning, so it is hidden from readers. */
export function Icon({ name, filled }: IconProps) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      style={filled ? { fill: "currentcolor" } : undefined}
    >
      <path d={DRAWINGS[name]} />
    </svg>
  );
}
