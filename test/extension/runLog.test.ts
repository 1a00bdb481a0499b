import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { RunLog } from '../../src/extension/run/runLog';
import { leakReport } from '../core/sampleReports';

test('lines that come in pieces stay whole, also where the other stream says something in between', () => {
  const { log, written } = loggedRun();
  log.output({ category: 'stdout', output: 'first half' });
  log.output({ category: 'stderr', output: 'a warning\r\nanother' });
  log.output({ category: 'stdout', output: ', second half\n' });
  log.output({ category: 'stderr', output: ' warning\n' });
  assert.deepEqual(written(), ['a warning', 'first half, second half', 'another warning']);
});

test('the last line of a process is logged without a line feed too, whether a report follows or not', () => {
  const failed = loggedRun();
  failed.log.output({ category: 'stderr', output: 'Segmentation fault' });
  failed.log.end();
  failed.log.end();
  assert.deepEqual(failed.written(), ['Segmentation fault']);
  const measured = loggedRun();
  measured.log.output({ category: 'stdout', output: 'ready' });
  measured.log.report(leakReport);
  measured.log.end();
  const [first, report, ...others] = measured.written();
  assert.equal(first, 'ready');
  assert.match(report!, /handleRequest/);
  assert.deepEqual(others, []);
});

/** Of a run that has begun; what was written after its title. */
function loggedRun(): { readonly log: RunLog; readonly written: () => readonly string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = new RunLog({ info: write, warn: write } as unknown as vscode.LogOutputChannel);
  log.begin('handleRequest');
  return { log, written: () => lines.slice(1).map((line) => line.trim()) };
}
