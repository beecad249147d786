import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { leafletNodes } from "./build/leaflet-nodes.ts";
import { shellList } from "./build/shell-list.ts";

const SERVICE_WORKER = "sw.js";
const api = process.env["LUQIN_DEV_API"] ?? "http://localhost:8000";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  plugins: [leafletNodes(), shellList(SERVICE_WORKER)],
  build: {
    target: "es2023",
    // Everything comes from files of our own: a strict content policy allows neither data: scripts nor inline ones.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: "index.html", sw: "src/sw/shell.worker.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? SERVICE_WORKER : "assets/[name]-[hash].js"),
      },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/api": api, "/health": api } },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["./src/test-setup.ts"],
  },
});
