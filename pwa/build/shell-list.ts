import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

// The string as the source has it, with whatever quotes the minifier chose.
const PLACEHOLDER = /(["'`])__SHELL_LIST__\1/;

/** One file of the app shell: its address and the Subresource-Integrity value of its bytes. */
interface ShellFile {
  url: string;
  integrity: string;
}

function integrityOf(bytes: string | Uint8Array): string {
  return `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
}

function listPublicFiles(folder: string): ShellFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = `/${relative(folder, path).split(sep).join("/")}`;
      return { url, integrity: integrityOf(readFileSync(path)) };
    });
}

/**
 * Writes the list of files that the service worker keeps into the service worker itself.
 * The list comes from what this build made, so nobody keeps it by hand; the digest of the list names the version.
 */
export function shellList(serviceWorkerFile: string): Plugin {
  let publicDir = "";
  return {
    name: "luqin-shell-list",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[serviceWorkerFile];
        if (worker?.type !== "chunk") throw new Error(`${serviceWorkerFile} is not in the build`);
        if (worker.imports.length > 0) throw new Error(`${serviceWorkerFile} must stand alone`);
        const files = Object.values(bundle)
          .filter((file) => file.fileName !== serviceWorkerFile && !file.fileName.endsWith(".map"))
          .map((file) => ({
            url: `/${file.fileName}`,
            integrity: integrityOf(file.type === "chunk" ? file.code : file.source),
          }))
          .concat(listPublicFiles(publicDir))
          .sort((a, b) => a.url.localeCompare(b.url));
        const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
        const list = JSON.stringify({ version, files });
        if (!PLACEHOLDER.test(worker.code)) throw new Error("the service worker does not ask for the list");
        worker.code = worker.code.replace(PLACEHOLDER, () => list);
      },
    },
  };
}
