import { join } from 'node:path';
import { diagnose } from '../../src/diagnose';

const file = join(process.cwd(), 'test/fixtures/leaks/arrayPush.js');

/** A whole diagnosis of a function that leaks: it launches a process, takes a snapshot, watches, and ends it. */
export async function run(): Promise<void> {
  await diagnose({
    function: { file, at: { kind: 'name', name: 'openSession' } },
    target: { kind: 'launch' },
    call: { args: '[i]' },
    limits: { maxCalls: 63 },
  });
}
