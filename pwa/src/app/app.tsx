import { useEffect } from "preact/hooks";
import { EmptyState } from "@/ui/display";
import { say } from "@/ui/words";
import { DeskFrame, PhoneFrame } from "./frames";
import { homeOf, mayOpen } from "./places";
import { type Found, findScreen, screens } from "./registry";
import { navigate, path, query } from "./router";
import { type Services, ServicesContext, useServices } from "./services";

const WIDE_PX = 900;

function Redirect({ to }: { to: string }) {
  useEffect(() => navigate(to, { replace: true }), [to]);
  return null;
}

function loginAddress(): string {
  const text = query.value.toString();
  const here = path.value + (text ? `?${text}` : "");
  return here === "/" ? "/login" : `/login?next=${encodeURIComponent(here)}`;
}

function NotHere({ reason }: { reason: "unknown" | "not_allowed" }) {
  const title =
    reason === "unknown"
      ? say({ zh: "没有这个页面", en: "There is no such page" })
      : say({ zh: "您没有查看此页的权限", en: "You may not open this page" });
  const content = (
    <main class="phone__main" id="content">
      <EmptyState title={title} icon="info">
        <a href="/">{say({ zh: "回到首页", en: "Go to the start" })}</a>
      </EmptyState>
    </main>
  );
  // Framed like its neighbours: the way on, and a waiting update, stay in sight.
  return path.value.startsWith("/desk") ? (
    <DeskFrame>{content}</DeskFrame>
  ) : (
    <PhoneFrame>{content}</PhoneFrame>
  );
}

function Framed({ found }: { found: Found }) {
  const { screen, params } = found;
  const Component = screen.component;
  // The key gives each address its own screen: two records never share what was typed.
  const content = <Component key={screen.path + JSON.stringify(params)} params={params} />;
  useEffect(() => {
    document.title = say({ zh: `${screen.title.zh} · 路勤`, en: `${screen.title.en} · Luqin` });
  });
  if (screen.layout === "phone") return <PhoneFrame>{content}</PhoneFrame>;
  if (screen.layout === "desk") return <DeskFrame>{content}</DeskFrame>;
  return content;
}

function Current() {
  const { session } = useServices();
  const me = session.me.value;
  const found = findScreen(path.value);
  if (found?.screen.capability === "public") return <Framed found={found} />;
  if (me === null) return <Redirect to={loginAddress()} />;
  if (path.value === "/") return <Redirect to={homeOf(me, screens, innerWidth >= WIDE_PX)} />;
  if (!found) return <NotHere reason="unknown" />;
  if (!mayOpen(found.screen, me)) return <NotHere reason="not_allowed" />;
  return <Framed found={found} />;
}

export function App({ services }: { services: Services }) {
  return (
    <ServicesContext.Provider value={services}>
      <Current />
    </ServicesContext.Provider>
  );
}
