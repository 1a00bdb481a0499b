// Quotas of the last 150 requests.
import ManyKeysMap from 'many-keys-map';
const quotas = new ManyKeysMap();
export function quota(i) {
  const key = ['tenant' + (i % 5), i];
  quotas.set(key, { used: 0, limit: 100 });
  if (i >= 150) quotas.delete(['tenant' + ((i - 150) % 5), i - 150]);
  return quotas.size;
}
