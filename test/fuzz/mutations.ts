export type Random = (below: number) => number;

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random(values.length)]!;
}

export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  return values
    .map((value) => [random(2 ** 30), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

/** Values that programs seldom expect. */
const strange: readonly unknown[] = [
  ...[null, true, '', 'x', [], {}, [[]], -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -0],
  ...[
    '__proto__',
    'constructor',
    '\ud800',
    '\u001b[2J',
    '\u202e',
    'ünïcödé ☃ 😀',
    '%s%n',
    '../../etc',
  ],
  'x'.repeat(100_000),
  Array.from({ length: 1_000 }, () => 0),
];

/** A copy in which one part is another, is missing, doubled, or stands elsewhere too. */
export function mutateJson(random: Random, value: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const holders = objectsIn(copy);
  if (holders.length === 0) return pick(random, strange);
  const holder = pick(random, holders) as Record<string, unknown>;
  const key = pick(random, Object.keys(holder));
  switch (random(4)) {
    case 0:
      Reflect.deleteProperty(holder, key);
      break;
    case 1:
      holder[key] = structuredClone(pick(random, holders));
      break;
    case 2:
      holder[pick(random, ['__proto__', 'future', '0', key])] = pick(random, strange);
      break;
    default:
      holder[key] = pick(random, strange);
  }
  return copy;
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** Some bytes are others, so that it is no UTF-8 any more. */
export function mutateBytes(random: Random, text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  for (let times = 1 + random(4); times > 0; times--) bytes[random(bytes.length)] = random(256);
  return bytes.subarray(0, random(4) === 0 ? random(bytes.length) : bytes.length);
}
