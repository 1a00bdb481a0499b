// A quota for each request of each tenant.
import ManyKeysMap from 'many-keys-map';
const quotas = new ManyKeysMap();
export function quota(i) {
  const key = ['tenant' + (i % 5), i];
  quotas.set(key, { used: 0, limit: 100 }); // grows
  if (i >= 150) quotas.get(['tenant' + ((i - 150) % 5), i - 150]);
  return quotas.size;
}
