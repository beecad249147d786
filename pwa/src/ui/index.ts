/** The kit: plain components that know nothing of police work. Screens import from here. */
export { Button, type ButtonKind, LinkButton } from "./button";
export { Chip, Choices, type Option, SegmentedControl } from "./choice";
export { type Crumb, type DeskLink, DeskPage, DeskShell } from "./desk-shell";
export { Badge, Banner, Card, Count, EmptyState, KeyValue, List, ListRow, type Tone } from "./display";
export { Check, Field, PasswordInput, Select, TextArea, TextInput, useField } from "./field";
export * from "./format";
export { Icon, type IconName } from "./icon";
export {
  setTextSize,
  setTheme,
  startLook,
  TEXT_SIZES,
  type TextSize,
  THEMES,
  type Theme,
  textSize,
  theme,
} from "./look";
export { useObjectUrls } from "./object-url";
export { Dialog, Sheet, SidePanel } from "./overlay";
export { PhonePage, PhoneShell, type Place, Strip, type StripMessage } from "./phone-shell";
export { PhotoStrip, PhotoViewer, type StripPhoto } from "./photos";
export { PlateBadge, type PlateColour } from "./plate-badge";
export { problemText } from "./problem-words";
export { saveProblemText } from "./save-problem";
export { Skeleton } from "./skeleton";
export { ActsBar, type Column, type Selection, Table } from "./table";
export { type Tab, Tabs } from "./tabs";
export { showToast, ToastRegion } from "./toast";
export { vibrateSaved } from "./vibrate";
export { defineWords, type Language, language, say, setLanguage } from "./words";
