/** What stands around a screen: the bar of the phone, the navigation of the desk. */
import type { ComponentChildren } from "preact";
import { Button } from "@/ui/button";
import { DeskShell } from "@/ui/desk-shell";
import { PhoneShell, type Place } from "@/ui/phone-shell";
import { say } from "@/ui/words";
import { deskScreens, PLACE_WORDS } from "./places";
import { screens } from "./registry";
import { navigate, path } from "./router";
import { useServices } from "./services";
import { stripOf } from "./strip";

function isAt(href: string): boolean {
  return path.value === href || path.value.startsWith(`${href}/`);
}

export function PhoneFrame({ children }: { children: ComponentChildren }) {
  const services = useServices();
  const { pending } = services.outbox.counts.value;
  const places: Place[] = [
    {
      href: "/today",
      label: say(PLACE_WORDS.today),
      icon: "today",
      current: isAt("/today"),
      testId: "place-today",
    },
    {
      href: "/records",
      label: say(PLACE_WORDS.record),
      icon: "list",
      current: isAt("/records"),
      testId: "place-records",
    },
    {
      href: "/outbox",
      label: say(PLACE_WORDS.outbox),
      icon: "upload",
      current: isAt("/outbox"),
      count: pending,
      countLabel: say({ zh: `${pending} 条待传`, en: `${pending} to send` }),
      testId: "place-outbox",
    },
    { href: "/me", label: say(PLACE_WORDS.me), icon: "person", current: isAt("/me"), testId: "place-me" },
  ];
  const writes = services.session.can("record.write");
  const record = writes ? { label: say(PLACE_WORDS.write), open: () => navigate("/record") } : null;
  return (
    <PhoneShell strip={stripOf(services)} places={places} record={record}>
      {children}
    </PhoneShell>
  );
}

function DeskFoot() {
  const { session } = useServices();
  const me = session.me.value;
  if (me === null) return null;
  return (
    <>
      <a class="desk__link" href="/me">
        {me.person.name} · {me.person.unit.name}
      </a>
      <Button
        kind="quiet"
        icon="logout"
        testId="logout"
        onClick={() => void session.logout().then(() => navigate("/login", { replace: true }))}
      >
        {say({ zh: "退出登录", en: "Log out" })}
      </Button>
    </>
  );
}

export function DeskFrame({ children }: { children: ComponentChildren }) {
  const services = useServices();
  const links = deskScreens(services.session.me.value, screens).map(({ screen, icon }) => ({
    href: screen.path,
    label: say(screen.title),
    icon,
    current: isAt(screen.path),
  }));
  if (services.session.can("record.write"))
    links.push({
      href: "/today",
      label: say({ zh: "手机端", en: "Phone view" }),
      icon: "phone",
      current: false,
    });
  return (
    <DeskShell
      brand={say({ zh: "路勤", en: "Luqin" })}
      links={links}
      strip={stripOf(services)}
      foot={<DeskFoot />}
    >
      {children}
    </DeskShell>
  );
}
