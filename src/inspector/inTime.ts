/**
 * @returns what the work comes to
 * @throws what `late` makes where that takes longer than `millis`
 */
export async function inTime<T>(work: Promise<T>, millis: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), millis);
  });
  work.catch(() => undefined); // comes after all, or is cut off with the process
  try {
    return await Promise.race([work, lateness]);
  } finally {
    clearTimeout(timer);
  }
}
