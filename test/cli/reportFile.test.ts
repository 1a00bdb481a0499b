import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { checkWritable, writeReportFile } from '../../src/cli/reportFile';
import { UserError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'leak-loop-report-'));
after(() => rmSync(folder, { recursive: true }));

test('a missing folder and a folder in the place of the file are refused before measuring', () => {
  mkdirSync(join(folder, 'taken'));
  assert.throws(() => checkWritable(join(folder, 'none', 'r.json')), /does not exist; create it/);
  assert.throws(() => checkWritable(join(folder, 'taken')), /it is a folder; name a file in it/);
  assert.throws(() => checkWritable(join(folder, 'taken')), UserError);
  checkWritable(join(folder, 'new.json'));
});

test('a report replaces the old one whole and leaves nothing else behind', () => {
  const path = join(folder, 'r.json');
  writeFileSync(path, 'a much longer old report');
  writeReportFile(path, '{}');
  assert.equal(readFileSync(path, 'utf8'), '{}');
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('tmp')),
    [],
  );
});

test(
  'a link is followed, a device is written to and never replaced',
  { skip: process.platform === 'win32' },
  () => {
    const real = join(folder, 'real.json');
    const link = join(folder, 'link.json');
    writeFileSync(real, 'old');
    symlinkSync(real, link);
    writeReportFile(link, 'new');
    assert.equal(readFileSync(real, 'utf8'), 'new');
    checkWritable('/dev/null');
    writeReportFile('/dev/null', 'x');
    assert.equal(readFileSync('/dev/null', 'utf8'), '');
  },
);
