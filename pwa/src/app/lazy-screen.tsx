import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "@/ui/button";
import { Banner } from "@/ui/display";
import { Skeleton } from "@/ui/skeleton";
import { say } from "@/ui/words";
import type { ScreenProps } from "./screen";

type Load = () => Promise<ComponentType<ScreenProps>>;

/** A screen whose code comes when it is first opened: a phone on the street does not carry the desk. */
export function lazyScreen(load: Load): ComponentType<ScreenProps> {
  let loaded: ComponentType<ScreenProps> | null = null;
  return function LazyScreen(props: ScreenProps) {
    const [Screen, setScreen] = useState<{ component: ComponentType<ScreenProps> } | null>(
      loaded === null ? null : { component: loaded },
    );
    const [failed, setFailed] = useState(false);
    const [round, setRound] = useState(0);
    // A new round asks again after a load that failed.
    useEffect(() => {
      let gone = false;
      setFailed(false);
      load().then(
        (component) => {
          loaded = component;
          if (!gone) setScreen({ component });
        },
        () => {
          if (!gone) setFailed(true);
        },
      );
      return () => {
        gone = true;
      };
    }, [round]);
    if (Screen !== null) return <Screen.component {...props} />;
    if (failed) return <LoadFailed onRetry={() => setRound(round + 1)} />;
    return <Skeleton lines={6} />;
  };
}

function LoadFailed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <Banner
      tone="amber"
      alert
      act={<Button onClick={onRetry}>{say({ zh: "重试", en: "Try again" })}</Button>}
    >
      {say({
        zh: "页面没有读到，请检查网络后重试。",
        en: "The page could not be read. Check the network and try again.",
      })}
    </Banner>
  );
}
