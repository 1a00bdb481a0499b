import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { diagnose, type DiagnoseRequest } from '../../src/diagnose';
import { UserError } from '../../src/errors';
import { installedNodes } from '../installedNodes';

/** Whole files that are run again and again. */

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-scripts-'));
after(() => rmSync(folder, { recursive: true }));

/** What a run leaves elsewhere is a leak; its own variables go with it, though Node's module map had them. */
const seeds = join(folder, 'seeds.mjs');
writeFileSync(
  seeds,
  `
const own = Array.from({ length: 500 }, (_, at) => ({ at }));
globalThis.seeds ??= [];
globalThis.seeds.push({ sown: own.length });
`,
);

const nodes = installedNodes();

/** At a place outside of any function. */
function requestWith(node: string): DiagnoseRequest {
  return {
    function: { file: seeds, at: { kind: 'position', line: 1 } },
    target: { kind: 'launch', node },
    limits: { maxCalls: 127 },
  };
}

for (const { name, executable } of nodes.filter((each) => each.name !== 'node-18')) {
  test(`where no function is, an ES module that exports nothing is run again and again, on Node ${name}`, async () => {
    const report = await diagnose(requestWith(executable));
    assert.equal(report.function.kind, 'script');
    assert.equal(report.verdict, 'leak', report.reason);
    const [suspect, ...others] = report.suspects;
    assert.match(suspect!.leakRoot.name, /\bseeds\b/);
    assert.deepEqual(others, []);
    assert.match(report.warnings.join('\n'), /the map let go of the file before each run/);
  });
}

const node18 = nodes.find(({ name }) => name === 'node-18')?.executable;

test(
  'an ES module that Node 18 cannot evaluate again is refused with the ways out',
  { skip: node18 === undefined && 'Node 18 is not installed' },
  async () => {
    await assert.rejects(diagnose(requestWith(node18!)), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'no-function');
      assert.match(error.message, /seeds\.mjs is an ES module, and Node 18\.\S+ cannot/);
      assert.match(error.message, /run it with Node 20 or newer \(--node\)/);
      return true;
    });
  },
);
