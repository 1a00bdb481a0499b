import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCli } from '../cli/runCli';
import { fixturePath } from '../engine/fixtureExpectations';

// `npm run faults` plays all of them; the usual test run those that once went wrong.
const isWhole = process.env['LEAK_LOOP_FAULTS'] !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-surroundings-'));
after(() => rmSync(folder, { recursive: true }));
const leak = fixturePath('leaks/arrayPush.js');

interface Surroundings {
  readonly name: string;
  readonly isUsual?: true;
  /** Makes the program, in a folder of its own. */
  readonly program?: (folder: string) => string;
  readonly words?: readonly string[];
  /** On standard output and error. */
  readonly says: RegExp;
}

const isLeak = /LEAK {2}openSession[^]*added at +\S.*sessions\.push/;

const table: readonly Surroundings[] = [
  {
    name: 'a path of spaces, quotes, signs and letters from everywhere',
    program: (own) => {
      mkdirSync(join(own, `ü ☃ 'x' $(y) #1`));
      return copied(join(own, `ü ☃ 'x' $(y) #1`, 'lö 100%.js'));
    },
    says: isLeak,
  },
  {
    name: 'a folder behind a symbolic link',
    isUsual: true,
    program: (own) => {
      mkdirSync(join(own, 'real'));
      copied(join(own, 'real', 'sessions.js'));
      symlinkSync(join(own, 'real'), join(own, 'linked'));
      return join(own, 'linked', 'sessions.js');
    },
    says: /added at +\S*linked\/sessions\.js:15:12 +sessions\.push/,
  },
  {
    name: 'a file that is a symbolic link itself',
    program: (own) => {
      symlinkSync(copied(join(own, 'real.js')), join(own, 'linked.js'));
      return join(own, 'linked.js');
    },
    says: /added at +\S*linked\.js:15:12 +sessions\.push/,
  },
  {
    name: 'a line of 10 MB',
    program: (own) => {
      const text = `'${'x'.repeat(10_000_000)}';const sessions=[];exports.openSession=function(i){sessions.push({i});};`;
      writeFileSync(join(own, 'long.js'), text);
      return join(own, 'long.js');
    },
    says: /LEAK {2}openSession/,
  },
  {
    name: 'a file that is edited while it runs',
    program: (own) => {
      const file = copied(join(own, 'edited.js'));
      const edit = `require('node:fs').writeFileSync(__filename, '// all is gone');`;
      writeFileSync(
        file,
        `${edit}\nconst sessions = [];\nexports.openSession = function (i) { sessions.push({ i }); };`,
      );
      return file;
    },
    says: /LEAK {2}openSession[^]*added at +\S*edited\.js:3:/,
  },
  {
    name: "Node's permission model",
    isUsual: true,
    words: [`--node-arg=${permission()}`, '--node-arg=--allow-fs-read=*'],
    says: /permission model .* forbids it.*Leave --permission out/,
  },
  { name: 'frozen intrinsics', words: ['--node-arg=--frozen-intrinsics'], says: isLeak },
  {
    name: 'no code from strings',
    words: ['--node-arg=--disallow-code-generation-from-strings'],
    says: isLeak,
  },
  { name: 'a heap of 64 MB', words: ['--node-arg=--max-old-space-size=64'], says: isLeak },
  { name: 'a loader of their own', words: ['--node-arg=--import=tsx'], says: isLeak },
  {
    name: 'another inspector asked for',
    words: ['--env', 'NODE_OPTIONS=--inspect=127.0.0.1:0'],
    says: isLeak,
  },
  {
    name: 'a full disk',
    words: ['--json', '/dev/full'],
    says: /LEAK {2}openSession[^]*The report cannot be written to \/dev\/full: ENOSPC/,
  },
  {
    name: 'a folder that cannot be written to',
    words: ['--json', '/proc/report.json'],
    says: /The report cannot be written to \/proc\/report\.json/,
  },
];

for (const { name, isUsual, program, words = [], says } of table) {
  if (!isWhole && isUsual === undefined) continue;
  test(`in these surroundings a leak is found, or it is said why not: ${name}`, async () => {
    const own = mkdtempSync(join(folder, 'own-'));
    const file = program?.(own) ?? leak;
    const temporary = mkdtempSync(join(folder, 'temporary-'));
    const call = ['--args', '[i]', '--max-calls', '63'];
    const { stdout, stderr } = await runCli(['run', `${file}#openSession`, ...call, ...words], {
      env: { TMPDIR: temporary },
    });
    assert.match(stdout + stderr, says);
    assert.doesNotMatch(stderr, /internal error/);
    const left = readdirSync(temporary).filter((each) => !each.startsWith('tsx-'));
    assert.deepEqual(left, [], 'no file is left behind');
  });
}

function copied(to: string): string {
  copyFileSync(leak, to);
  return to;
}

function permission(): string {
  return Number.parseInt(process.versions.node) < 23 ? '--experimental-permission' : '--permission';
}
