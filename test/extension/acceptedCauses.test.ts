import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Baseline } from '../../src/checks/baseline';
import { withAccepted } from '../../src/extension/baseline/withAccepted';
import { causeProblems } from '../../src/extension/editor/causeProblems';
import { editorMarks } from '../../src/extension/editor/editorMarks';
import { lineNotes } from '../../src/extension/editor/lineNotes';
import { ResultEdits } from '../../src/extension/editor/resultEdits';
import { verdictLenses } from '../../src/extension/editor/verdictLenses';
import { checkMessages } from '../../src/extension/leakChecks/checkMessages';
import { describeNode } from '../../src/extension/leaksView/describeNode';
import { createResult } from '../../src/extension/leaksView/functionResult';
import { LeaksState } from '../../src/extension/leaksView/leaksState';
import { leakReport, sampleFolder } from '../core/sampleReports';
import { english } from './fakeTranslate';
import { allNodes, treeText } from './treeText';

const program = `${sampleFolder}/sessions.js`;
const file = `${sampleFolder}/leak-baseline.json`;
const [byId, onTick] = leakReport.suspects;
const result = createResult({ program, function: '19:5' }, leakReport, new Map());

const one = new Baseline(file, []).accepting(program, byId!, 'a cache until 2.0');
const both = one.accepting(program, onTick!, 'one per process');

test('a cause is accepted for the file whose function was looped, and taken back again', () => {
  assert.deepEqual(one.entries, [
    { fingerprint: byId!.fingerprint, check: 'sessions.js', reason: 'a cache until 2.0' },
  ]);
  const again = one.accepting(program, byId!, 'another reason');
  assert.deepEqual(
    again.entries.map(({ reason }) => reason),
    ['another reason'],
    'one entry for each cause',
  );
  assert.deepEqual(again.refusing(program, byId!).entries, []);
  const elsewhere = new Baseline(file, []).accepting(`${sampleFolder}/other.js`, byId!, 'there');
  assert.equal(elsewhere.reasonFor(program, byId!), undefined);
});

test('what is accepted in the editor is accepted by the leak check of the same file', () => {
  const check = { file: 'sessions.js', cwd: sampleFolder, name: 'sessions', report: leakReport };
  assert.equal(both.accept(check).accepted, 'a cache until 2.0; one per process');
});

test('what is accepted of a function is accepted by the leak checks that call it, whose other causes are not', () => {
  const check = { file: 'handleRequest.leak.js', cwd: sampleFolder, name: 'x', report: leakReport };
  assert.equal(both.accept(check).accepted, 'a cache until 2.0; one per process');
  assert.equal(one.accept(check).accepted, undefined);
});

test('in the result of a leak check such a cause is given another reason, or taken back, for all of them', () => {
  const checkFile = `${sampleFolder}/handleRequest.leak.js`;
  const again = one.accepting(checkFile, byId!, 'another reason');
  assert.equal(again.reasonFor(program, byId!), 'another reason');
  assert.equal(again.refusing(checkFile, byId!).reasonFor(program, byId!), undefined);
});

test('an accepted cause stays listed, below the others, with its reason', () => {
  const text = treeText([withAccepted(result, one)]);
  assert.match(text, /^handleRequest \| 1 leak · 1 accepted · 564 B per call/);
  const causes = text.split('\n').filter((line) => /^ {2}(byId|bus)/.test(line));
  assert.deepEqual(causes, [
    "  bus 'tick' listeners | keeps 1 onTick per call · added at sessions.js:21",
    '  byId (Map) | accepted: a cache until 2.0 · keeps 1 Session per call · added at sessions.js:20',
  ]);
});

test('a leak of which every cause is accepted is no failure, and is not said to be clean', () => {
  const [row] = allNodes([withAccepted(result, both)]);
  const { description, icon } = describeNode(row!, english);
  assert.match(description ?? '', /^2 accepted · /);
  assert.equal(icon.id, 'verified');
});

test('rows tell the menus which causes are accepted, and screen readers as well', () => {
  const rows = allNodes([withAccepted(result, one)])
    .filter(({ kind }) => kind === 'cause')
    .map((node) => describeNode(node, english));
  assert.deepEqual(
    rows.map(({ context }) => context),
    ['cause hasGrowthSite hasHolder', 'cause hasGrowthSite hasHolder accepted'],
  );
  assert.match(rows[1]!.sentence, /^Accepted leak: byId \(Map\) accepted: a cache until 2\.0/);
});

test('an accepted cause is no problem and no message of a check; its line says so once', () => {
  const state = new LeaksState();
  const edits = new ResultEdits(state);
  state.addResult(withAccepted(result, one));
  const source = { results: state.results, edits, t: english };
  const marked = { file: program, lineText: (line: number) => `line ${line}` };
  assert.deepEqual(
    causeProblems(source).map(({ line }) => line),
    [21],
  );
  assert.deepEqual(
    checkMessages(state.results[0]!, english).map(({ location }) => location.line),
    [21],
  );
  const notes = lineNotes(editorMarks(marked, source), english).map(({ text }) => text);
  assert.ok(notes.includes('◂ adds 1 Session per call, accepted: a cache until 2.0'));
  assert.ok(!notes.some((text) => text.includes('byId holds')));
  assert.equal(verdictLenses(marked, source, false)[0]?.title, '✗ 1 leak · 1 accepted');
});

test('edits are still known after a cause was accepted', () => {
  const state = new LeaksState();
  const edits = new ResultEdits(state);
  state.addResult(result);
  const start = { line: 0, character: 0 };
  edits.record(program, [{ range: { start, end: start }, text: '// new\n' }]);
  state.updateResults((each) => withAccepted(each, both));
  const place = { file: program, line: 20, column: 3 };
  assert.equal(edits.placeNow(place, state.results[0]!)?.line, 21);
});

test('listeners hear of what was accepted, and of nothing where nothing changed', () => {
  const state = new LeaksState();
  state.addResult(result);
  let changes = 0;
  state.onDidChange(() => (changes += 1));
  state.updateResults((each) => withAccepted(each, one));
  state.updateResults((each) => withAccepted(each, one));
  assert.equal(changes, 1);
});
