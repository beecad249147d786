/** The form with its photos as one durable draft: every change is on the device before the next one is made. */
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { type CapturedPhoto, type SavedRecord, type Services, useServices } from "@/app/services";
import type { PhotoRef } from "@/domain/records/types";
import type { CodeItem } from "@/domain/reference/types";
import { saveProblemText, showToast, vibrateSaved } from "@/ui";
import { changeForm, emptyForm, type FormAct, type FormStart, readDraft, type ViolationForm } from "./form";
import { formFromRecord } from "./mend";
import { toData } from "./problems";
import { violationWords } from "./words";

export const DRAFT_KEY = "violation";

export interface ViolationControl {
  /** False until the draft was read. */
  ready: boolean;
  form: ViolationForm;
  photos: readonly CapturedPhoto[];
  /** There was an unfinished record. */
  restored: boolean;
  saved: SavedRecord | null;
  saving: boolean;
  /** Why it could not be kept, in words. */
  saveProblem: string | null;
  change: (act: FormAct) => void;
  addPhoto: (photo: CapturedPhoto) => Promise<void>;
  removePhoto: (sha256: string) => void;
  discard: () => void;
  save: (code: CodeItem) => Promise<void>;
}

type Step = { type: "load"; form: ViolationForm } | FormAct;

function reduce(form: ViolationForm, step: Step): ViolationForm {
  return step.type === "load" ? step.form : changeForm(form, step);
}

interface Loaded {
  form: ViolationForm;
  photos: CapturedPhoto[];
  restored: boolean;
}

async function photosOfRecord(services: Services, refs: readonly PhotoRef[]): Promise<CapturedPhoto[]> {
  const found = await Promise.all(
    refs.map(async ({ taken_at, ...photo }) => {
      const blob = await services.records.photo(photo.sha256);
      if (!blob) return null;
      return { ...photo, taken_at: Date.parse(taken_at), bytes: await blob.arrayBuffer(), thumbnail: null };
    }),
  );
  return found.filter((photo) => photo !== null);
}

/** The kept draft; else the refused record to mend; else an empty form. */
async function load(services: Services, key: string, mend: string | null, start: FormStart): Promise<Loaded> {
  const draft = readDraft(await services.drafts.get(key));
  if (draft) return { form: draft, photos: await services.drafts.photos(key), restored: true };
  const item = mend ? services.outbox.items.value.find((one) => one.id === mend) : undefined;
  if (item?.kind === "violation") {
    const body = item.body as Parameters<typeof formFromRecord>[0];
    const photos = await photosOfRecord(services, body.photos);
    for (const photo of photos) await services.drafts.addPhoto(key, photo);
    return { form: formFromRecord(body), photos, restored: false };
  }
  return { form: emptyForm(start), photos: await services.drafts.photos(key), restored: false };
}

export function useViolation(mend: string | null, start: FormStart): ViolationControl {
  const services = useServices();
  const key = mend ? `${DRAFT_KEY}:${mend}` : DRAFT_KEY;
  const empty = useMemo(() => emptyForm(start), [start]);
  const [form, dispatch] = useReducer(reduce, empty);
  const [photos, setPhotos] = useState<readonly CapturedPhoto[]>([]);
  const [phase, setPhase] = useState<"loading" | "open" | "saving" | "closed">("loading");
  const [restored, setRestored] = useState(false);
  const [saved, setSaved] = useState<SavedRecord | null>(null);
  const [saveProblem, setSaveProblem] = useState<string | null>(null);
  const touched = useRef(false);
  // The hashes at this moment: several files in one go come in between two drawings.
  const held = useRef(new Set<string>());

  // The start counts once, when the form is opened.
  useEffect(() => {
    let gone = false;
    void load(services, key, mend, start).then((loaded) => {
      if (gone) return;
      dispatch({ type: "load", form: loaded.form });
      held.current = new Set(loaded.photos.map((photo) => photo.sha256));
      setPhotos(loaded.photos);
      setRestored(loaded.restored);
      setPhase("open");
    });
    return () => {
      gone = true;
    };
  }, [services, key, mend]);

  useEffect(() => {
    if (phase === "open" && touched.current) void services.drafts.put(key, form);
  }, [services, key, form, phase]);

  const change = useCallback((act: FormAct) => {
    // Opening the form and looking around in it leaves no draft behind.
    if (act.type !== "start" && act.type !== "go") touched.current = true;
    dispatch(act);
  }, []);

  /** False when the record has this very photo already. */
  const keepPhoto = async (photo: CapturedPhoto): Promise<boolean> => {
    if (held.current.has(photo.sha256)) return false;
    held.current.add(photo.sha256);
    try {
      await services.drafts.addPhoto(key, photo);
    } catch (error) {
      held.current.delete(photo.sha256);
      throw error;
    }
    setPhotos((before) => [...before, photo]);
    return true;
  };
  const addPhoto = async (photo: CapturedPhoto) => {
    if (!(await keepPhoto(photo))) {
      showToast({ text: violationWords().photoRepeated, tone: "amber" });
      return;
    }
    change({ type: "photo", at: photo.taken_at, fix: services.position.fix.value });
  };
  const removePhoto = (sha256: string) => {
    const photo = photos.find((one) => one.sha256 === sha256);
    held.current.delete(sha256);
    setPhotos((before) => before.filter((one) => one.sha256 !== sha256));
    void services.drafts.removePhoto(key, sha256);
    const w = violationWords();
    const undo = () => {
      if (photo) void keepPhoto(photo);
    };
    showToast({ text: w.photoRemoved, act: { label: w.undo, run: undo } });
  };
  const discard = () => {
    setPhase("closed");
    const gone = services.drafts.remove(key);
    const w = violationWords();
    const undo = async () => {
      await gone;
      await services.drafts.put(key, form);
      for (const photo of photos) await services.drafts.addPhoto(key, photo);
    };
    showToast({ text: w.discarded, act: { label: w.undo, run: () => void undo() } });
  };
  const save = async (code: CodeItem) => {
    const version = services.codes.version.value;
    if (phase !== "open" || !form.outcome || !version) return;
    setPhase("saving");
    setSaveProblem(null);
    try {
      const record = await services.saveRecord(
        "violation",
        {
          data: toData(form, code, version, form.outcome),
          post: form.post,
          shift: form.shift,
          fix: form.fix ?? services.position.fix.value,
          ...(form.at === null ? {} : { device_time: form.at }),
          ...(form.replaces ? { replaces: form.replaces } : {}),
          draft_key: key,
        },
        [...photos],
      );
      vibrateSaved();
      setSaved(record);
      setPhase("closed");
    } catch (error) {
      setSaveProblem(saveProblemText(error));
      setPhase("open");
    }
  };
  return {
    ready: phase !== "loading",
    form,
    photos,
    restored,
    saved,
    saving: phase === "saving",
    saveProblem,
    change,
    addPhoto,
    removePhoto,
    discard,
    save,
  };
}
