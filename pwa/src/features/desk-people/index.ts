import type { Screen } from "@/app/screen";
import { ImportScreen } from "./import-screen";
import { PeopleScreen } from "./people-screen";

export const screens: Screen[] = [
  {
    path: "/desk/people",
    capability: "people.read",
    layout: "desk",
    title: { zh: "人员与单位", en: "People and units" },
    component: PeopleScreen,
  },
  {
    path: "/desk/people/import",
    capability: "people.manage",
    layout: "desk",
    title: { zh: "导入名册", en: "Import a roster" },
    component: ImportScreen,
  },
];
