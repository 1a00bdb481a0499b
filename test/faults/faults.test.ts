import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import { hasProcessTree } from '../cli/processTree';
import { describeEnding, problemsOf } from './describeOutcome';
import { cells, type Cell } from './faultTable';
import { play, type Outcome } from './scene';

// `npm run faults` plays the whole table and writes it down; the usual test run plays a part of it.
const { LEAK_LOOP_FAULTS: resultsFile } = process.env;

for (const cell of cells.filter(({ isUsual }) => isUsual || resultsFile !== undefined)) {
  const { fault, front, phase } = cell;
  const name = `${fault.name} · ${front === 'launch' ? 'a launched' : 'a joined'} program · ${phase}`;
  test(
    name,
    { skip: !hasProcessTree && 'this system does not tell who is whose child' },
    async () => {
      const outcome = await play(cell);
      writeDown(cell, outcome);
      assert.deepEqual(problemsOf(cell, outcome), [], describeEnding(outcome));
    },
  );
}

function writeDown({ fault, front, phase }: Cell, outcome: Outcome): void {
  if (resultsFile === undefined) return;
  const row = {
    fault: fault.name,
    front,
    phase,
    seen: describeEnding(outcome),
    seconds: outcome.millis / 1_000,
    leftBehind: outcome.leftBehind,
  };
  appendFileSync(resultsFile, `${JSON.stringify(row)}\n`);
}
