// Rates are remembered for each amount that was ever asked for.
import { setImmediate } from 'node:timers/promises';
import pMemoize from 'p-memoize';
import { lru } from 'tiny-lru';

const recent = lru(10);
const convertOnce = pMemoize(convert, { cacheKey: ([from, to, amount]) => `${from}:${to}:${amount}` });

async function convert(from, to, amount) {
  await setImmediate();
  return { from, to, amount: amount * 1.08 };
}

export async function price(amount) {
  const converted = await convertOnce('EUR', 'USD', amount); // grows
  recent.set(amount, converted.amount);
  return converted.amount;
}
