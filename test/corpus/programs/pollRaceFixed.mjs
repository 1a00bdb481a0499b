// The race lets go of whoever lost it.
import { Unpromise } from '@watchable/unpromise';
const shutdown = new Promise(() => {});
export async function poll(i) {
  const work = Promise.resolve({ round: i });
  return await Unpromise.race([work, shutdown]);
}
