import type { ScreenProps } from "@/app/screen";
import { Button, DeskPage } from "@/ui";
import { deskWords, Loaded } from "@/ui/desk";
import { copyAddress } from "./copy-address";
import { RecordView, useRecord } from "./record-view";
import { words } from "./words";
import "./records.css";

/** One record on a page of its own, to be sent or printed. */
export function RecordScreen({ params }: ScreenProps) {
  const w = words();
  const d = deskWords();
  const id = params["id"] ?? null;
  const record = useRecord(id);
  return (
    <DeskPage
      title={w.one}
      crumbs={[{ label: w.title, href: "/desk/records" }, { label: record.data?.headline ?? w.one }]}
      act={
        <>
          <Button icon="send" onClick={() => void copyAddress(location.href)}>
            {d.copyLink}
          </Button>
          <Button onClick={() => print()}>{d.print}</Button>
        </>
      }
    >
      <Loaded of={record} lines={6}>
        {(data) => <RecordView key={data.id} record={data} />}
      </Loaded>
    </DeskPage>
  );
}
