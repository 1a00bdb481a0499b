import { UsageError } from '../errors';
import type { OptionValues } from './options';

export type CommandName = 'run' | 'attach' | 'check' | 'merge';

const measuring = ['run', 'attach', 'check'] as const;
const launching = ['run', 'check'] as const;
const everything = ['run', 'attach', 'check', 'merge'] as const;

/** Which commands take an option. */
const takenBy: Readonly<Record<keyof OptionValues, readonly CommandName[]>> = {
  args: ['run', 'attach'],
  this: ['run', 'attach'],
  script: ['run'],
  capture: ['run', 'attach'],
  callback: ['run', 'attach'],
  'no-callback': ['run', 'attach'],
  'no-drain': ['run', 'attach'],
  'max-calls': measuring,
  'time-budget': measuring,
  'memory-budget': measuring,
  'call-timeout': measuring,
  node: launching,
  'node-arg': launching,
  cwd: launching,
  env: launching,
  'show-output': launching,
  function: ['run', 'attach'],
  member: ['run', 'attach'],
  'load-timeout': ['run'],
  'allow-remote': ['attach'],
  tests: ['check'],
  baseline: ['check'],
  'update-baseline': ['check'],
  shard: ['check'],
  json: everything,
  reporter: everything,
  html: everything,
  markdown: everything,
  help: everything,
  version: everything,
};

/** What to do instead, where that is not to leave out the option. */
const remedies: Readonly<
  Partial<Record<CommandName, Partial<Record<keyof OptionValues, string>>>>
> = {
  run: {
    'allow-remote': 'leak-loop run starts a process of its own here',
  },
  attach: {
    script: 'a whole file is run again in a process of its own, with leak-loop run',
    node: 'the process that is attached to runs already',
    'node-arg': 'the process that is attached to runs already',
    cwd: 'the process that is attached to runs already',
    env: 'the process that is attached to runs already',
    'show-output': 'the process that is attached to runs already',
  },
  check: {
    args: 'the argument of each call is what its setup() returns',
    this: 'a check calls what it wants itself',
  },
  merge: { baseline: 'give it to each part, whose results say what is accepted' },
};

/** @throws UsageError for an option that belongs to another command */
export function rejectOptions(values: OptionValues, command: CommandName): void {
  const names = Object.keys(takenBy) as (keyof OptionValues)[];
  const foreign = names.find(
    (name) => values[name] !== undefined && !takenBy[name].includes(command),
  );
  if (foreign !== undefined) {
    const owners = takenBy[foreign].map((name) => `leak-loop ${name}`).join(' and ');
    const remedy = remedies[command]?.[foreign] ?? `leave it out with leak-loop ${command}`;
    throw new UsageError(`--${foreign} belongs to ${owners}: ${remedy}`);
  }
}
