import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import { randomSource } from '../core/randomSource';
import { fuzzedFiles } from './fuzzedFiles';
import { fuzzedMessages } from './fuzzedMessages';
import { fuzzedSnapshots } from './fuzzedSnapshots';
import { fuzz, type FuzzTarget } from './fuzzTarget';

// `npm run fuzz` gives them thousands, from another seed, and writes down what came of it.
const { LEAK_LOOP_FUZZ_INPUTS, LEAK_LOOP_FUZZ_SEED, LEAK_LOOP_FUZZ_RESULTS } = process.env;
const inputs = Number(LEAK_LOOP_FUZZ_INPUTS ?? 1_500);
const seed = Number(LEAK_LOOP_FUZZ_SEED ?? 1);

play(fuzzedSnapshots);
play(fuzzedFiles.reports);
play(fuzzedFiles.parts);
play(fuzzedFiles.baselines);
play(fuzzedFiles.sourceMaps);
play(fuzzedFiles.commandLines);
play(fuzzedMessages);

function play<Input>(target: FuzzTarget<Input>): void {
  test(`whatever is damaged in ${target.name}, it is refused or taken, in time, and nothing breaks`, async () => {
    const numbers = Array.from({ length: Math.ceil(target.share * inputs) }, (_, at) => at);
    const result = await fuzz(target, numbers, (number) => randomSource(seed * 1_000_003 + number));
    if (LEAK_LOOP_FUZZ_RESULTS !== undefined) {
      appendFileSync(LEAK_LOOP_FUZZ_RESULTS, `${JSON.stringify(result)}\n`);
    }
    assert.deepEqual(result.crashes.slice(0, 5), []);
    assert.ok(result.refused > 0, `${result.refused} refused`);
  });
}
