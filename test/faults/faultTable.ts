import type { Scene } from './scene';
import { phases, type Phase } from './phases';

/** Whether Leak Loop starts the program, or joins one that runs. */
export type Front = 'launch' | 'attach';

/** What happens to a run, and what has to come of it. */
export interface Fault {
  /** Also what test/fixtures/faults/program.cjs does. */
  readonly name: string;
  readonly fronts: readonly Front[];
  /** All, unless given. */
  readonly phases?: readonly Phase[];
  /** In these the usual test run has it, too. */
  readonly usual?: readonly Phase[];
  readonly strike: (scene: Scene) => unknown;
  /** Whether the measurement is to be what it is without the fault. */
  readonly isHarmless?: true;
  /** Milliseconds from the fault to the end of the run. */
  readonly within?: number;
  /** What of the program that was joined is another because of the fault itself. */
  readonly changes?: 'inspector';
  /** Whether the engine itself is what ends, without a word. */
  readonly killsEngine?: true;
}

const both: readonly Front[] = ['launch', 'attach'];
const launched: readonly Front[] = ['launch'];
const joined: readonly Front[] = ['attach'];
const whileCalled: readonly Phase[] = ['warm-up', 'loop', 'tracking', 'watch'];

const inside = ({ strikesAtLoad, signalTarget }: Scene): void => {
  if (!strikesAtLoad) signalTarget('SIGUSR2');
};

export const faults: readonly Fault[] = [
  {
    name: 'killed',
    fronts: both,
    strike: ({ signalTarget }) => signalTarget('SIGKILL'),
    usual: ['snapshot'],
  },
  { name: 'abort', fronts: launched, strike: inside },
  { name: 'out of memory', fronts: launched, strike: inside, within: 30_000 },
  { name: 'process.exit', fronts: both, strike: inside, usual: ['watch'] },
  { name: 'exit in a call', fronts: launched, phases: whileCalled, strike: inside },
  { name: 'uncaught exception', fronts: launched, strike: inside },
  { name: 'unhandled rejection', fronts: launched, strike: inside },
  { name: 'endless loop', fronts: launched, strike: inside, usual: ['tracking'] },
  { name: 'endless loop in a call', fronts: both, phases: whileCalled, strike: inside },
  {
    name: 'frozen by the system (SIGSTOP)',
    fronts: both,
    strike: ({ signalTarget }) => signalTarget('SIGSTOP'),
    within: 45_000,
  },
  {
    name: 'breakpoint of another debugger',
    fronts: both,
    strike: ({ pauseForASecond }) => pauseForASecond(),
  },
  { name: 'inspector closed from inside', fronts: both, strike: inside, changes: 'inspector' },
  { name: 'descriptors closed', fronts: launched, strike: inside },
  { name: 'flooded output', fronts: launched, strike: inside, isHarmless: true },
  { name: 'another folder', fronts: launched, strike: inside, isHarmless: true },
  {
    name: 'patched built-ins',
    fronts: launched,
    strike: inside,
    isHarmless: true,
    usual: ['loop'],
  },
  { name: 'frozen built-ins', fronts: launched, strike: inside, isHarmless: true },
  { name: 'connection cut', fronts: joined, strike: ({ wire }) => wire.cut() },
  {
    name: 'connection dead, both ends open',
    fronts: joined,
    strike: ({ wire }) => wire.goDead(),
    within: 45_000,
  },
  {
    name: 'connection slow (20 ms each way)',
    fronts: joined,
    strike: ({ wire }) => wire.delay(20),
    isHarmless: true,
  },
  {
    name: 'engine killed (SIGKILL)',
    fronts: both,
    strike: ({ engine }) => engine.kill('SIGKILL'),
    killsEngine: true,
    usual: ['loop'],
  },
  {
    name: 'endless loop, and the engine killed (SIGKILL)',
    fronts: launched,
    strike: async (scene) => {
      inside(scene);
      await scene.untilStuck();
      scene.engine.kill('SIGKILL');
    },
    killsEngine: true,
    usual: ['loop'],
  },
  {
    name: 'engine ended (SIGTERM)',
    fronts: both,
    strike: ({ engine }) => engine.kill('SIGTERM'),
    usual: ['analysis'],
  },
];

export interface Cell {
  readonly fault: Fault;
  readonly front: Front;
  readonly phase: Phase;
  /** Whether the usual test run has it. */
  readonly isUsual: boolean;
}

export const cells: readonly Cell[] = faults.flatMap((fault) =>
  fault.fronts.flatMap((front) =>
    (fault.phases ?? phases)
      // A program that is joined is not launched; what survives in it is held for nobody.
      .filter((phase) => front === 'launch' || phase !== 'held')
      .map((phase) => ({
        fault,
        front,
        phase,
        isUsual: front === fault.fronts.at(-1) && (fault.usual?.includes(phase) ?? false),
      })),
  ),
);
