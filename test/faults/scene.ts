import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { descendantsOf, isAlive } from '../cli/processTree';
import { startAdapterThatHolds, startCli, type Ending, type Engine } from './engines';
import type { Cell } from './faultTable';
import { startProgram, type JoinedProgram, type ProgramState } from './joinedProgram';
import { listeningPorts, pauseForASecond } from './otherDebugger';
import { moments } from './phases';
import { wireTo, type Wire } from './wire';

const program = join(process.cwd(), 'test/fixtures/faults/program.cjs');

/** What is there when a fault strikes. */
export interface Scene {
  readonly engine: ChildProcess;
  /** Between the engine and a program that was joined. */
  readonly wire: Wire;
  /** Whether the program does by itself what it is to do, as soon as it is loaded. */
  readonly strikesAtLoad: boolean;
  readonly signalTarget: (signal: NodeJS.Signals) => void;
  /** Resolves when the program says that it goes on no more. */
  readonly untilStuck: () => Promise<void>;
  /** Another client of the same inspector stops the program, and lets it go on a second later. */
  readonly pauseForASecond: () => Promise<void>;
}

/** What came of one fault in one phase. */
export interface Outcome {
  /** `hang`: the run went on, and was ended by us. */
  readonly ending: Ending | { readonly kind: 'hang' };
  /** From the fault to the end of the run. */
  readonly millis: number;
  /** In words, each thing that is still there, or not as it was. */
  readonly leftBehind: readonly string[];
}

const usualWithin = 20_000;
/** What does no harm goes on to the end. */
const harmlessWithin = 120_000;
const goneWithin = 2_000;

/** Plays one cell of the table with real processes. */
export async function play(cell: Cell): Promise<Outcome> {
  const { fault, phase } = cell;
  using folder = new Folder();
  const env = { FAULT: fault.name, TMPDIR: folder.temporary };
  await using joined = cell.front === 'attach' ? await startProgram(program, env) : undefined;
  const before = await joined?.state();
  using wire = joined && (await wireTo(joined.inspectorPort));
  const engine = startEngine(cell, { folder: folder.path, env, program }, wire?.port);
  await engine.moment;
  const processes = descendantsOf(engine.process.pid!);
  const target = joined?.pid ?? processes.find(runsProgram)!;
  const start = performance.now();
  await fault.strike({
    engine: engine.process,
    wire: wire!,
    strikesAtLoad: strikesAtLoad(cell),
    signalTarget: (signal) => void process.kill(target, signal),
    untilStuck: () => folder.written('stuck'),
    pauseForASecond: () => pauseForASecond(joined?.inspectorPort ?? listeningPorts(target)[0]!),
  });
  if (phase === 'held') void delay(1_000).then(() => engine.letGo());
  const ending = await Promise.race([
    engine.ended,
    hang(fault.within ?? (fault.isHarmless ? harmlessWithin : usualWithin)),
  ]);
  const millis = performance.now() - start;
  if (ending.kind === 'hang') engine.process.kill('SIGKILL');
  await engine.exited;
  if (fault.killsEngine) await joined?.endLoan();
  const leftBehind = [
    ...(await stillAlive(processes)),
    ...folder.left().map((name) => `file ${name}`),
    ...(joined === undefined ? [] : await changes(joined, before, fault.changes)),
  ];
  return { ending, millis, leftBehind };
}

function startEngine(
  cell: Cell,
  options: Parameters<typeof startCli>[0],
  port: number | undefined,
): Engine {
  const { phase } = cell;
  if (phase === 'held') return startAdapterThatHolds(options);
  const env = strikesAtLoad(cell) ? { ...options.env, FAULT_AT_LOAD: '1' } : options.env;
  return startCli({ ...options, env }, port, moments[phase]);
}

/** Of a program that is launched nothing is there yet that could be told to. */
function strikesAtLoad({ front, phase }: Cell): boolean {
  return front === 'launch' && phase === 'launch';
}

function runsProgram(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('harness.js');
}

async function hang(within: number): Promise<{ readonly kind: 'hang' }> {
  await delay(within, undefined, { ref: false });
  return { kind: 'hang' };
}

async function stillAlive(pids: readonly number[]): Promise<string[]> {
  const deadline = performance.now() + goneWithin;
  while (pids.some(isAlive) && performance.now() < deadline) await delay(20);
  return pids.filter(isAlive).map((pid) => {
    process.kill(pid, 'SIGKILL');
    return `process ${pid}`;
  });
}

/** A program that does not answer any more has ended, or is stuck; that is the fault's doing. */
async function changes(
  joined: JoinedProgram,
  was: ProgramState | undefined,
  except: 'inspector' | undefined,
): Promise<string[]> {
  const without = (state: ProgramState | undefined) =>
    state === undefined || except === undefined ? state : { ...state.own, [except]: undefined };
  const [before, after] = [without(was), without(await joined.state())];
  if (after === undefined || isDeepStrictEqual(after, before)) return [];
  return [`changed: ${JSON.stringify(after)}, it was ${JSON.stringify(before)}`];
}

/** What the engine and the program write to, besides where temporary files go. */
class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'leak-loop-faults-'));
  readonly temporary = join(this.path, 'temporary');

  constructor() {
    mkdirSync(this.temporary);
  }

  /** Resolves when the program has written a temporary file, which is not there any more then. */
  async written(name: string): Promise<void> {
    const file = join(this.temporary, name);
    while (!existsSync(file)) await delay(20);
    rmSync(file);
  }

  left(): readonly string[] {
    return [...readdirSync(this.path), ...readdirSync(this.temporary)].filter(
      (name) => name !== 'temporary' && name !== 'report.json',
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
