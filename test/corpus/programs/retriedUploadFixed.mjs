// Uploads are given up when the process ends; version 6 of the package removes its listener from the signal.
import pRetry from 'p-retry-6';

const shutdown = new AbortController();

async function upload(file, attempt) {
  if (attempt < 2) throw new Error(`${file} was not taken`);
  return { file, attempt };
}

export async function storeFile(file) {
  const options = { retries: 2, minTimeout: 0, maxTimeout: 1, signal: shutdown.signal };
  const stored = await pRetry((attempt) => upload(file, attempt), options);
  return stored.attempt;
}
