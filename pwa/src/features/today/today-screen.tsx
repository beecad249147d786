import { useEffect, useState } from "preact/hooks";
import { dutyEvents, useDuty } from "@/app/duty";
import { useServices } from "@/app/services";
import { Button, EmptyState, formatDate, PhonePage, Skeleton } from "@/ui";
import { CheckInSheet } from "./check-in-sheet";
import { CheckOutSheet } from "./check-out-sheet";
import { DutyCard } from "./duty-card";
import { shiftState } from "./shift-line";
import { WaitingCard } from "./waiting-card";
import { todayWords } from "./words";
import "./today.css";

type OpenSheet = "planned" | "unplanned" | "out" | null;

export function TodayScreen() {
  const w = todayWords();
  const { reference, records, clock, position, session, sync, online } = useServices();
  const duty = useDuty();
  const [sheet, setSheet] = useState<OpenSheet>(null);
  const { presence, assignment, post } = duty;
  const onShift = presence !== null;
  // Only on shift: whoever is off duty is not located.
  useEffect(() => (onShift ? position.watch() : undefined), [onShift, position]);
  const now = clock.now();
  const attended = dutyEvents(records.mine.value, reference.value?.assignments ?? []).some(
    (event) => event.kind === "check_out" && assignment !== null && event.shift === assignment.id,
  );
  const grace = reference.value?.policy.arrival_grace_min ?? 10;
  const state = shiftState(assignment, presence, attended, now, grace);
  const kind = session.me.value?.person.kind;
  const onStreet = kind === "officer" || kind === "duty_auxiliary";
  const mayCheckIn = onStreet && !presence && reference.value !== null;
  const checksInPlanned = assignment !== null && state?.name !== "over";
  const act = presence ? (
    <Button
      wide
      big
      kind={state?.name === "on_post" && (state.leftMs ?? 0) < 0 ? "primary" : "secondary"}
      icon="logout"
      onClick={() => setSheet("out")}
      testId="check-out"
    >
      {w.checkOut}
    </Button>
  ) : mayCheckIn && checksInPlanned ? (
    <Button wide big kind="primary" icon="pin" onClick={() => setSheet("planned")} testId="check-in">
      {w.checkIn}
    </Button>
  ) : null;
  const unplanned = mayCheckIn ? (
    <Button
      wide
      icon="post"
      kind={checksInPlanned ? "quiet" : "secondary"}
      onClick={() => setSheet("unplanned")}
      testId="check-in-unplanned"
    >
      {w.otherPost}
    </Button>
  ) : null;
  return (
    <PhonePage title={w.title} end={<span class="number">{formatDate(now, now)}</span>} act={act}>
      {reference.value === null ? (
        online.value ? (
          <Skeleton lines={2} height={160} />
        ) : (
          <EmptyState
            icon="download"
            title={w.noData}
            act={<Button onClick={() => void sync.syncNow()}>{w.syncNow}</Button>}
          >
            {w.noDataSub}
          </EmptyState>
        )
      ) : state ? (
        <DutyCard duty={duty} state={state} />
      ) : (
        <EmptyState icon="today" title={onStreet ? w.none : w.notStreet}>
          {onStreet ? w.noneSub : w.notStreetSub}
        </EmptyState>
      )}
      {unplanned}
      <WaitingCard />
      {sheet === "planned" ? <CheckInSheet assignment={assignment} onClose={() => setSheet(null)} /> : null}
      {sheet === "unplanned" ? (
        <CheckInSheet
          choose
          assignment={checksInPlanned ? assignment : null}
          onClose={() => setSheet(null)}
        />
      ) : null}
      {sheet === "out" && presence ? (
        <CheckOutSheet presence={presence} post={post} onClose={() => setSheet(null)} />
      ) : null}
    </PhonePage>
  );
}
