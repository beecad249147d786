import { defineWords } from "@/ui";

export const repairWords = defineWords(
  "repair",
  {
    title: "核对与补传",
    fine: "账本与本机凭证相符",
    fineSub: "没有需要处理的事项。",
    what: "服务器账本与本机所存凭证不符",
    why: "服务器可能从备份恢复或重新安装过，也可能有人改动了账本。",
    safe: (count: number) => `本机保存着近七天的记录（${count} 条）和照片，一条也不会丢失。`,
    todo: "请先向管理员核实。确认服务器确实恢复或重装过，再补传；旧凭证会保留在本机备查。",
    act: "管理员已确认，开始补传",
    started: "已开始补传",
  },
  {
    title: "Check and send again",
    fine: "The ledger matches the receipts on this phone",
    fineSub: "There is nothing to do.",
    what: "The server's ledger does not match the receipts on this phone",
    why: "The server may have been restored from a backup or set up anew, or somebody has changed its ledger.",
    safe: (count: number) =>
      `This phone holds the records of the last seven days (${count}) and their photos; nothing is lost.`,
    todo: "Ask the administrator first. Send again only when the server was really restored or set up anew; the old receipts stay on this phone as evidence.",
    act: "The administrator confirmed: send again",
    started: "Sending again",
  },
);
