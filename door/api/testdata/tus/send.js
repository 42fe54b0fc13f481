// Sends files to an office with tus-js-client: in pieces, broken off and taken up again,
// wrongly announced, and given up. Prints what became of each as JSON.
import { createHash } from "node:crypto";
import * as tus from "tus-js-client";

const [endpoint, token] = process.argv.slice(2);
const authorization = `Bearer ${token}`;
const content = Buffer.alloc(3_000_000, "tus ");
const sha256 = createHash("sha256").update(content).digest("hex");

function send(metadata, more = {}) {
  return new Promise((resolve) => {
    const told = { headers: null, patches: 0, error: null, url: null };
    const upload = new tus.Upload(content, {
      endpoint,
      chunkSize: 1_000_000,
      retryDelays: [100, 200, 400],
      headers: { Authorization: authorization },
      metadata,
      onAfterResponse(request, response) {
        if (request.getMethod() === "PATCH") {
          told.patches += 1;
          told.headers = response.getHeader("Evidence-Sha256") ?? told.headers;
        }
      },
      onError(error) {
        resolve({ ...told, url: upload.url, error: error.originalResponse?.getStatus() ?? String(error) });
      },
      onSuccess() {
        resolve({ ...told, url: upload.url });
      },
      ...more,
    });
    more.begin ? more.begin(upload, (end) => resolve({ ...told, url: upload.url, ...end })) : upload.start();
  });
}

const whole = await send({ mediaType: "text/plain", sha256, filename: "not kept" });

// The first piece arrives, then the sender stops; another sender goes on from there.
const broken = await send(
  { filetype: "text/plain" },
  {
    begin(upload, end) {
      upload.options.onChunkComplete = () => upload.abort().then(() => end({ offset: upload._offset }));
      upload.start();
    },
  },
);
const resumed = await send({}, { endpoint, uploadUrl: broken.url });

const other = await send({ sha256: "1".repeat(64) });

const abandoned = await send(
  {},
  {
    begin(upload, end) {
      upload.options.onChunkComplete = () => upload.abort(true).then(() => end({ terminated: true }));
      upload.start();
    },
  },
);
const after = await fetch(abandoned.url, { headers: { Authorization: authorization } });

console.log(JSON.stringify({ sha256, whole, broken, resumed, other, abandoned, after: after.status }));
