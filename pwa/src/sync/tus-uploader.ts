import { DetailedError, Upload as TusUpload } from "tus-js-client";
import { ApiProblem, NOT_OUR_SERVER, type Problem, UNREACHABLE } from "@/shared/problem";
import { API } from "./http";
import type { Upload, Uploader } from "./photos";
import type { SessionKeeper } from "./session";

/** Small enough that a weak network finishes one, large enough that most photos are one request. */
const CHUNK = 512 * 1024;

function readProblem(text: string, status: number): ApiProblem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    if (typeof body.code === "string") return new ApiProblem({ ...body, status, code: body.code });
  } catch {
    // Not from us, or empty: the status alone speaks.
  }
  return new ApiProblem({
    status,
    code: status >= 500 ? "try_again" : status === 0 ? UNREACHABLE : "upload_failed",
  });
}

function toProblem(error: Error | DetailedError): ApiProblem {
  if (!(error instanceof DetailedError) || !error.originalResponse)
    return new ApiProblem({ status: 0, code: UNREACHABLE });
  const response = error.originalResponse;
  const status = response.getStatus();
  // A log-in page answers 200 to everything and knows no tus.
  if (status >= 200 && status < 400) return new ApiProblem({ status, code: NOT_OUR_SERVER });
  return readProblem(response.getBody() ?? "", status);
}

function run(upload: Upload, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const blob = new Blob([upload.bytes], { type: upload.type });
    const tus = new TusUpload(blob, {
      endpoint: `${API}/photos/uploads`,
      uploadUrl: upload.url,
      metadata: { sha256: upload.sha256, filetype: upload.type },
      headers: { Authorization: `Bearer ${token}` },
      chunkSize: CHUNK,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      retryDelays: null,
      onUploadUrlAvailable: () => {
        if (tus.url) upload.onUrl(new URL(tus.url, location.href).pathname);
      },
      onProgress: (sent) => upload.onProgress(sent),
      onSuccess: () => resolve(),
      onError: (error) => reject(toProblem(error)),
    });
    tus.start();
  });
}

/** Uploads by tus with the access token; a token that was not taken is renewed once. */
export function createTusUploader(session: Pick<SessionKeeper, "token" | "dropToken">): Uploader {
  return async (upload) => {
    const token = await session.token();
    try {
      await run(upload, token);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
      await session.dropToken(token);
      await run(upload, await session.token());
    }
  };
}
