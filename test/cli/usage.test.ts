import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { cliFile, runCli } from './runCli';

test('the built file starts with the hashbang and may be executed', () => {
  assert.match(readFileSync(cliFile, 'utf8'), /^#!\/usr\/bin\/env node\n/);
  assert.notEqual(statSync(cliFile).mode & 0o111, 0);
});

test('help goes to standard output, names every option of the contract and exits with 0', async () => {
  const { code, stdout, stderr } = await runCli(['--help']);
  assert.equal(code, 0);
  assert.equal(stderr, '');
  const promised =
    'run args this max-calls time-budget memory-budget call-timeout node node-arg cwd env json reporter baseline update-baseline shard';
  for (const word of promised.split(' ')) {
    assert.match(stdout, new RegExp(`[ -]${word}[ <=|]`), word);
  }
  assert.match(
    stdout,
    /0 {3}nothing grows[\s\S]*1 {3}a leak[\s\S]*2 {3}could not[\s\S]*64 {2}wrong usage/,
  );
  assert.ok(Math.max(...stdout.split('\n').map((line) => line.length)) <= 105);
});

test('the version is that of the package', async () => {
  const manifest = readFileSync(join(process.cwd(), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  assert.deepEqual(await runCli(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
});

for (const [words, bug] of Object.entries({
  'an exception that nobody catches': 'throw new Error("a bug of ours")',
  'a rejection that nobody handles': 'void Promise.reject(new Error("a bug of ours"))',
})) {
  test(`${words} exits with 2 and its stack, never with 1, which says that there is a leak`, async () => {
    const atWork = `process.on('newListener', (name) => name === 'SIGINT' && setImmediate(() => { ${bug}; }))`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(atWork)}`;
    const { code, stderr } = await runCli(['run', 'test/fixtures/leaks/set.js#visit'], {
      env: { NODE_OPTIONS: preload },
    });
    assert.match(stderr, /internal error[\s\S]*a bug of ours\n +at /);
    assert.equal(code, 2);
  });
}

const wrongUsage: Readonly<Record<string, RegExp>> = {
  '': /command is missing/,
  run: /file is missing/,
  'attach 9229': /--function is missing/,
  'check --tests README.md': /There is no test in .*README\.md/,
  'run a.js --html -': /--html takes the path of a file to write/,
  'run a.js --reporter xml': /--reporter takes text, json, junit or github/,
  'run a.js --max-calls many': /--max-calls takes a number of calls/,
  'run a.js --no-such-option': /--help lists them/,
  'run package.json:foo': /package\.json#name/,
};

for (const [words, message] of Object.entries(wrongUsage)) {
  test(`wrong usage (${words || 'no words'}) exits with 64 and says why on standard error`, async () => {
    const { code, stdout, stderr } = await runCli(words.split(' ').filter(Boolean));
    assert.equal(code, 64);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n +at /, 'no stack for a mistake of the user');
  });
}

test('a path that cannot be written to is told before anything is measured', async () => {
  const { code, stdout, stderr } = await runCli([
    'run',
    cliFile,
    '--json',
    '/no/such/folder/r.json',
  ]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /cannot be written .* the folder \/no\/such\/folder does not exist; create it/,
  );
});
