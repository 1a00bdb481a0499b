// Uploads are given up when the process ends: version 5 of the package leaves a listener of each on the signal.
import pRetry from 'p-retry-5';

const shutdown = new AbortController();

async function upload(file, attempt) {
  if (attempt < 2) throw new Error(`${file} was not taken`);
  return { file, attempt };
}

export async function storeFile(file) {
  const options = { retries: 2, minTimeout: 0, maxTimeout: 1, signal: shutdown.signal };
  const stored = await pRetry((attempt) => upload(file, attempt), options); // grows
  return stored.attempt;
}
