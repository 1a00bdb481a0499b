import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { diagnose } from '../../src/diagnose';
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
