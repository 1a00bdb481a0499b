// Each poll races with a shutdown that does not come.
import { Unpromise } from '@watchable/unpromise';
const shutdown = new Promise(() => {});
export async function poll(i) {
  const work = Promise.resolve({ round: i });
  return await Promise.race([work, shutdown]); // grows
}
