import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMessages } from '../../src/extension/leakChecks/checkMessages';
import { createResult } from '../../src/extension/leaksView/functionResult';
import type { LeakReport } from '../../src/core/report/report';
import { leakReport, sampleFolder } from '../core/sampleReports';
import { english } from './fakeTranslate';

const request = { program: `${sampleFolder}/sessions.leak.js`, check: true };

const messagesOf = (report: LeakReport) =>
  checkMessages(createResult(request, report, new Map()), english);

test('each cause of a leak is a message at the line that adds, in the words of the Leaks view', () => {
  const messages = messagesOf(leakReport);
  assert.deepEqual(
    messages.map(({ location: { file, line, column } }) => `${file}:${line}:${column}`),
    [`${sampleFolder}/sessions.js:20:8`, `${sampleFolder}/sessions.js:21:7`],
  );
  const text = messages[0]?.text ?? '';
  assert.ok(text.startsWith(leakReport.reason));
  const [, cause, added, , holder] = text.split('\n');
  assert.match(cause ?? '', /^byId \(Map\) · keeps 1 Session per call/);
  assert.match(added ?? '', /^ {3}added here · sessions\.js:20/);
  assert.equal(holder, '   byId · Map, 14 → 16,397 · sessions.js:6');
});

test('the stack leads from the line that adds over what is left behind to what holds it', () => {
  const [message] = messagesOf(leakReport);
  assert.deepEqual(
    message?.stack.map(({ label, location }) => `${label} @ ${location?.line ?? '-'}`),
    [
      'added here · sessions.js:20 @ 20',
      'Session · ▂▂▃▄▅▆▇█  1 per call · 452 B per call · declared at sessions.js:8 @ 8',
      'byId · Map, 14 → 16,397 · sessions.js:6 @ 6',
      'sessions.js · Module · sessions.js:1 @ 1',
    ],
  );
});

test('a leak without a cause is a message at the function, with the reason alone', () => {
  const unexplained = { ...leakReport, suspects: [] };
  assert.deepEqual(messagesOf(unexplained), [
    { text: leakReport.reason, location: leakReport.function.location, stack: [] },
  ]);
});
