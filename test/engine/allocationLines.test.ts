import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installedNodes } from '../installedNodes';
import { diagnose, type DiagnoseRequest } from '../../src/diagnose';
import { fixtureExpectations, fixturePath, fixtureRequest } from './fixtureExpectations';

/** Fixture → the statement that makes what is kept, from where V8's step begins. */
const statements: Readonly<Record<string, string>> = {
  'leaks/arrayPush.js': 'new Session(user)',
  'leaks/map.mjs': 'new Order(++lastId, amount)',
  'leaks/abortSignal.js': "shutdown.signal.addEventListener('abort'",
};

for (const [file, statement] of Object.entries(statements)) {
  test(`${file}: the line that allocates is known, and the expression on it`, async () => {
    const fixture = fixtureExpectations().find((each) => each.file === file)!;
    const request = fixtureRequest({ ...fixture, limits: { maxCalls: 127 } });
    const { suspects } = await diagnose(request, {}, AbortSignal.timeout(60_000));
    const { line, column } = suspects[0]!.allocationSite!.location;
    const text = readFileSync(fixturePath(file), 'utf8').split('\n')[line - 1]!;
    assert.equal(text.slice(column - 1, column - 1 + statement.length), statement);
  });
}

test('an object that is made before it is kept is told where it is made, whatever goes along', async () => {
  const file = fixturePath('places/madeBefore.js');
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [name, statement] of [
    ['record', 'const entry ='],
    ['collect', 'const list ='],
  ] as const) {
    const request: DiagnoseRequest = {
      function: { file, at: { kind: 'name', name } },
      target: { kind: 'launch' },
      call: { args: '[i]' },
      limits: { maxCalls: 127 },
    };
    const { suspects } = await diagnose(request, {}, AbortSignal.timeout(60_000));
    const { line } = suspects[0]!.allocationSite!.location;
    assert.ok(lines[line - 1]!.trim().startsWith(statement), `${name}: line ${line}`);
  }
});

for (const { name, executable } of installedNodes()) {
  test(`the line is known in a function that each call makes anew (${name})`, async () => {
    const file = fixturePath('places/insideExecutor.mjs');
    const request: DiagnoseRequest = {
      function: { file, at: { kind: 'name', name: 'subscribe' } },
      target: { kind: 'launch', node: executable },
      call: { args: '[i]' },
      limits: { maxCalls: 127 },
    };
    const { suspects } = await diagnose(request, {}, AbortSignal.timeout(60_000));
    const lines = readFileSync(file, 'utf8').split('\n');
    assert.match(lines[suspects[0]!.growthSite!.location.line - 1]!, /const channel = new/);
  });
}

test('in a file that is transformed as it is loaded, classes stand where the source has them', async () => {
  const file = 'typescript/loader/tickets.ts';
  const fixture = fixtureExpectations().find((each) => each.file === file)!;
  const request = fixtureRequest({ ...fixture, limits: { maxCalls: 127 } });
  const { suspects } = await diagnose(request, {}, AbortSignal.timeout(60_000));
  const lines = readFileSync(fixturePath(file), 'utf8').split('\n');
  const declarations = suspects[0]!.chain
    .filter(({ location }) => location?.file.endsWith('tickets.ts'))
    .map(({ location }) => lines[location!.line - 1]!.trim());
  assert.deepEqual(declarations.slice(-2), ['class Desk extends EventEmitter {', 'constructor(']);
});

test('a function that a field of a class is given is made at the field, in the class', async () => {
  const file = join(process.cwd(), 'examples/sessions/sessions.js');
  const lines = readFileSync(file, 'utf8').split('\n');
  const request: DiagnoseRequest = {
    function: { file, at: { kind: 'name', name: 'handleRequest' } },
    target: { kind: 'launch' },
    limits: { maxCalls: 127 },
  };
  const { suspects } = await diagnose(request, {}, AbortSignal.timeout(60_000));
  const { location, stack } = suspects[1]!.allocationSite!;
  assert.match(lines[location.line - 1]!, /onTick = \(\) =>/);
  assert.equal(stack[0]?.function, 'class Session');
});
