import type { Random } from './mutations';

/** Something that takes what others have written. */
export interface FuzzTarget<Input> {
  readonly name: string;
  /** Of all inputs. */
  readonly share: number;
  readonly input: (random: Random) => Input;
  /** @throws whatever is no clear refusal: a crash */
  readonly judge: (input: Input) => 'accepted' | 'refused' | Promise<'accepted' | 'refused'>;
}

export interface FuzzResult {
  readonly name: string;
  readonly inputs: number;
  readonly refused: number;
  /** Milliseconds of the slowest, on the processor. */
  readonly slowest: number;
  /** Bytes that the greediest of them held outside the heap when it was judged. */
  readonly greediest: number;
  readonly crashes: readonly string[];
}

const mostMillis = 2_000;
const mostBytes = 256 << 20;

/** As many inputs as asked for, each made anew from its own number, so that one can be repeated alone. */
export async function fuzz<Input>(
  target: FuzzTarget<Input>,
  numbers: readonly number[],
  randomOf: (number: number) => Random,
): Promise<FuzzResult> {
  const crashes: string[] = [];
  let [refused, slowest, greediest] = [0, 0, 0];
  for (const number of numbers) {
    const before = process.memoryUsage().arrayBuffers;
    const start = process.cpuUsage();
    const input = target.input(randomOf(number));
    try {
      if ((await target.judge(input)) === 'refused') refused++;
    } catch (error) {
      crashes.push(`input ${number}: ${(error as Error).stack ?? String(error)}`);
    }
    const millis = process.cpuUsage(start).user / 1_000;
    const bytes = process.memoryUsage().arrayBuffers - before;
    if (millis > mostMillis) crashes.push(`input ${number} takes ${Math.round(millis)} ms`);
    if (bytes > mostBytes) crashes.push(`input ${number} takes ${bytes} bytes`);
    slowest = Math.max(slowest, millis);
    greediest = Math.max(greediest, bytes);
  }
  return { name: target.name, inputs: numbers.length, refused, slowest, greediest, crashes };
}
