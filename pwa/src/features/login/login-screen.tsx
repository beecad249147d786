import { useEffect, useState } from "preact/hooks";
import { navigate, query } from "@/app/router";
import { useServices } from "@/app/services";
import type { DemoAccount } from "@/domain/identity/types";
import {
  Banner,
  Button,
  Field,
  Icon,
  List,
  ListRow,
  language,
  PasswordInput,
  setLanguage,
  TextInput,
} from "@/ui";
import { type LoginFault, loginFault } from "./problem";
import { loginWords } from "./words";
import "./login.css";

/** Only an address of this app; anything else leads home. */
function wayOn(): string {
  const next = query.value.get("next");
  return next?.startsWith("/") && !next.startsWith("//") ? next : "/";
}

export function LoginScreen() {
  const w = loginWords();
  const { session } = useServices();
  return (
    <main class="login" id="content">
      <header class="login__head on-dark">
        <span class="login__mark">
          <Icon name="shield" />
        </span>
        <div class="grow">
          <h1>{w.product}</h1>
          <p class="small">{w.purpose}</p>
        </div>
        <Button
          kind="quiet"
          icon="language"
          onClick={() => setLanguage(language.value === "zh" ? "en" : "zh")}
        >
          {w.language}
        </Button>
      </header>
      {session.status.value === "login_again" ? (
        <Banner tone="amber" title={w.keptTitle}>
          {w.kept}
        </Banner>
      ) : null}
      {globalThis.isSecureContext === false ? (
        <Banner tone="red" title={w.insecureTitle} alert testId="insecure">
          {w.insecure}
        </Banner>
      ) : (
        <LoginForm />
      )}
    </main>
  );
}

function LoginForm() {
  const w = loginWords();
  const { session } = useServices();
  const [badge, setBadge] = useState(session.me.value?.person.badge_number ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksForCode, setAsksForCode] = useState(false);
  const [fault, setFault] = useState<LoginFault | null>(null);
  const [busy, setBusy] = useState(false);

  const missing = (): LoginFault | null => {
    if (!badge.trim()) return { at: "badge", text: w.needBadge, asksForCode };
    if (!password) return { at: "password", text: w.needPassword, asksForCode };
    if (asksForCode && !code.trim()) return { at: "code", text: w.needCode, asksForCode };
    return null;
  };
  const submit = async () => {
    const empty = missing();
    setFault(empty);
    if (empty || busy) return;
    setBusy(true);
    try {
      await session.login({
        badge_number: badge.trim(),
        password,
        ...(code.trim() ? { enrolment_code: code.trim() } : {}),
      });
      navigate(wayOn(), { replace: true });
    } catch (error) {
      const found = loginFault(error);
      setFault(found);
      if (found.asksForCode) setAsksForCode(true);
    } finally {
      setBusy(false);
    }
  };
  const at = (place: LoginFault["at"]) => (fault?.at === place ? fault.text : null);
  return (
    <>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={w.badge} error={at("badge")}>
          <TextInput
            value={badge}
            onInput={setBadge}
            autocomplete="username"
            placeholder={w.badgeHint}
            maxLength={32}
            testId="badge-number"
          />
        </Field>
        <Field label={w.password} error={at("password")}>
          <PasswordInput
            value={password}
            onInput={setPassword}
            autocomplete="current-password"
            maxLength={128}
            testId="password"
          />
        </Field>
        {asksForCode ? (
          <Field label={w.code} hint={w.codeHint} error={at("code")}>
            <TextInput
              value={code}
              onInput={setCode}
              autocomplete="one-time-code"
              maxLength={32}
              autoFocus
              testId="enrolment-code"
            />
          </Field>
        ) : null}
        {fault?.at === "form" ? (
          <Banner tone="red" alert testId="login-problem">
            {fault.text}
          </Banner>
        ) : null}
        <Button kind="primary" submit wide big busy={busy} testId="login">
          {w.login}
        </Button>
      </form>
      <DemoAccounts
        onChoose={(account) => {
          setBadge(account.badge_number);
          setPassword(account.password);
          setFault(null);
        }}
      />
    </>
  );
}

function DemoAccounts({ onChoose }: { onChoose: (account: DemoAccount) => void }) {
  const w = loginWords();
  const { session } = useServices();
  const [accounts, setAccounts] = useState<DemoAccount[]>([]);
  useEffect(() => {
    let gone = false;
    session.demoAccounts().then(
      (found) => {
        if (!gone && found) setAccounts(found);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [session]);
  if (accounts.length === 0) return null;
  return (
    <section class="stack stack--tight" aria-label={w.demo}>
      <h2>{w.demo}</h2>
      <p class="soft small">{w.demoHint}</p>
      <List label={w.demo}>
        {accounts.map((account) => (
          <ListRow
            key={account.badge_number}
            icon="person"
            title={`${account.role_name} · ${account.name}`}
            sub={`${account.unit_name} · ${account.badge_number} · ${account.tries}`}
            testId={`demo-${account.role}`}
            onClick={() => {
              onChoose(account);
              document.querySelector('[data-testid="login"]')?.scrollIntoView({ block: "center" });
            }}
          />
        ))}
      </List>
    </section>
  );
}
