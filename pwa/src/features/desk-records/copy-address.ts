import { showToast } from "@/ui";
import { deskWords } from "@/ui/desk";

export async function copyAddress(address: string): Promise<void> {
  const d = deskWords();
  try {
    await navigator.clipboard.writeText(address);
    showToast({ text: d.linkCopied, tone: "green" });
  } catch {
    showToast({ text: d.linkNotCopied, tone: "amber" });
  }
}
