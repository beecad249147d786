import { useEffect } from "preact/hooks";
import { deskScreens } from "@/app/places";
import { screens } from "@/app/registry";
import { useServices } from "@/app/services";
import type { Grant } from "@/domain/identity/types";
import type { Party } from "@/domain/records/types";
import { PARTY_WORDS, PERSON_KIND_WORDS } from "@/domain/records/words";
import {
  Banner,
  Button,
  Card,
  Field,
  formatDay,
  KeyValue,
  List,
  ListRow,
  language,
  PhonePage,
  SegmentedControl,
  say,
  setLanguage,
  setTextSize,
  setTheme,
  TEXT_SIZES,
  THEMES,
  textSize,
  theme,
} from "@/ui";
import { DeviceCard } from "./device-card";
import { LogOut } from "./log-out";
import { PasswordRow } from "./password";
import { meWords } from "./words";

export function MeScreen() {
  const w = meWords();
  const { update, quota, session } = useServices();
  useEffect(() => void quota.refresh(), [quota]);
  const desk = deskScreens(session.me.value, screens)[0];
  return (
    <PhonePage title={w.title}>
      {update.waiting.value ? (
        <Banner
          title={w.updateReady}
          act={
            <Button kind="primary" icon="refresh" onClick={() => void update.apply()} testId="apply-update">
              {w.updateAct}
            </Button>
          }
        >
          {w.updateText}
        </Banner>
      ) : null}
      <PersonCard />
      <List label={w.myRecords}>
        <ListRow icon="list" title={w.myRecords} sub={w.myRecordsSub} href="/records" />
        {desk ? (
          <ListRow icon={desk.icon} title={w.desk} sub={say(desk.screen.title)} href={desk.screen.path} />
        ) : null}
        <PasswordRow />
      </List>
      <LookCard />
      <DeviceCard />
      <Card title={w.locationTitle}>
        <p class="soft">{w.location}</p>
      </Card>
      <LogOut />
    </PhonePage>
  );
}

function grantText(grant: Grant): string {
  const w = meWords();
  const party = grant.party === "any" ? w.parties.any : say(PARTY_WORDS[grant.party as Party]);
  const known = Object.entries(w.procedures).find(([key]) => key === grant.procedure);
  const until = grant.valid_to ? w.grantUntil(formatDay(grant.valid_to)) : w.grantOpen;
  return [party, known?.[1] ?? grant.procedure, until].join(" · ");
}

function PersonCard() {
  const w = meWords();
  const { session } = useServices();
  const me = session.me.value;
  if (!me) return null;
  const { person } = me;
  return (
    <Card title={`${person.name} · ${say(PERSON_KIND_WORDS[person.kind])}`}>
      <KeyValue
        pairs={[
          [w.badge, person.badge_number],
          [w.unit, person.unit.name],
          [
            w.grants,
            me.grants.length === 0 ? (
              w.noGrants
            ) : (
              <ul>
                {me.grants.map((grant) => (
                  <li key={grantText(grant)}>{grantText(grant)}</li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </Card>
  );
}

/** Language, theme and text size: kept on this device. */
function LookCard() {
  const w = meWords();
  return (
    <Card>
      <div class="stack">
        <Field label={w.theme} hint={w.themeHint} group>
          <SegmentedControl
            label={w.theme}
            value={theme.value}
            options={THEMES.map((one) => ({ value: one, label: w.themes[one] }))}
            onChange={setTheme}
            testId="theme"
          />
        </Field>
        <Field label={w.text} group>
          <SegmentedControl
            label={w.text}
            value={textSize.value}
            options={TEXT_SIZES.map((one) => ({ value: one, label: w.texts[one] }))}
            onChange={setTextSize}
            testId="text-size"
          />
        </Field>
        <Field label={w.language} group>
          <SegmentedControl
            label={w.language}
            value={language.value}
            options={[
              { value: "zh", label: "中文" },
              { value: "en", label: "English" },
            ]}
            onChange={setLanguage}
            testId="language"
          />
        </Field>
      </div>
    </Card>
  );
}
