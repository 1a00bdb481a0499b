/** Whether a version of Node (`v20.20.2`, `22.18.0`) is another one or newer; what is behind `-` does not count. */
export function atLeast(version: string, wanted: string): boolean {
  const has = numbers(version);
  const needs = numbers(wanted);
  const difference = has.map((number, index) => number - needs[index]!).find((each) => each !== 0);
  return (difference ?? 0) >= 0;
}

function numbers(version: string): readonly number[] {
  const [major = 0, minor = 0, patch = 0] = version
    .replace(/^v/, '')
    .replace(/-.*$/, '')
    .split('.')
    .map(Number);
  return [major, minor, patch];
}
