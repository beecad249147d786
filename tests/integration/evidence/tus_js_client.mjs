// Drives tus-js-client as ordered in JSON, and says in JSON what became of the upload.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const tus = createRequire(`${process.cwd()}/package.json`)("tus-js-client");
const { file, abortAfter, chunkSize, ...options } = JSON.parse(process.argv[2]);
let startedAt = null;

function say(outcome, more = {}) {
  console.log(JSON.stringify({ outcome, url: upload.url, startedAt, ...more }));
}

const upload = new tus.Upload(readFileSync(file), {
  ...options,
  chunkSize: chunkSize ?? Number.POSITIVE_INFINITY,
  retryDelays: [0, 50, 100],
  onProgress(sent) {
    startedAt ??= sent;
  },
  onChunkComplete(_size, accepted) {
    if (abortAfter !== undefined && accepted >= abortAfter) {
      upload.abort();
      say("aborted");
    }
  },
  onSuccess: () => say("success"),
  onError: (error) =>
    say("error", {
      message: error.message,
      status: error.originalResponse?.getStatus(),
      body: error.originalResponse?.getBody(),
    }),
});
upload.start();
