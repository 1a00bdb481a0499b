// A language in which no letter is left: what can still be read was never translated.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { causeProblems } from '../../src/extension/editor/causeProblems';
import { editorMarks } from '../../src/extension/editor/editorMarks';
import { hoverText } from '../../src/extension/editor/hoverText';
import { lineNotes } from '../../src/extension/editor/lineNotes';
import { ResultEdits } from '../../src/extension/editor/resultEdits';
import { verdictLenses } from '../../src/extension/editor/verdictLenses';
import type { Translate } from '../../src/extension/language';
import { describeNode } from '../../src/extension/leaksView/describeNode';
import { createResult, type FunctionResult } from '../../src/extension/leaksView/functionResult';
import { childrenOf, rootNodes } from '../../src/extension/leaksView/leakChildren';
import type { LeakNode } from '../../src/extension/leaksView/leakNode';
import { LeaksState } from '../../src/extension/leaksView/leaksState';
import { tooltipFor } from '../../src/extension/leaksView/tooltipFor';
import { costSentence } from '../../src/extension/run/costText';
import { progressText } from '../../src/extension/run/progressText';
import type { LeakReport } from '../../src/core/report/report';
import {
  counted,
  fillIn,
  option,
  said,
  sized,
  textOf,
  told,
  type Sentence,
} from '../../src/core/report/sentence';
import { exportFormats } from '../../src/extension/export/exportFormats';
import { describeGrowth } from '../../src/extension/growthView/describeGrowth';
import { inEditor, memberText, messageOf } from '../../src/extension/inEditor';
import { checkMessages } from '../../src/extension/leakChecks/checkMessages';
import { describeFailure } from '../../src/extension/leaksView/describeFailure';
import { without } from '../../src/extension/without';
import { leakReport, sampleFolder, sampleReports } from '../core/sampleReports';
import { shown as stateOf } from './treeText';

const program = `${sampleFolder}/sessions.js`;

/** Every letter of the text itself becomes a dot; what is put into it stays. */
const dots: Translate = (message, ...parts) =>
  message
    .split(/(\{\d+\})/)
    .map((piece, index) =>
      index % 2 === 0 ? piece.replace(/\p{L}/gu, '·') : String(parts[Number(piece.slice(1, -1))]),
    )
    .join('');

/** Units and names that are the same in every language. */
const sameEverywhere = [
  'Node',
  'ms',
  'kB',
  'MB',
  'GB',
  'min',
  'Leak',
  'Loop',
  'command',
  'leakLoop',
];

/** A text of the engine's as it is composed: of this one template. */
function composed(text: string): Sentence {
  return { template: text, values: [] };
}

/** A report whose sentences can be translated, as those of the engine can. */
function translatable(report: LeakReport): LeakReport {
  return {
    ...report,
    suspects: report.suspects.map((suspect) => ({
      ...suspect,
      advice: 'Clear it.',
      wording: { advice: composed('Clear it.') },
    })),
    wording: {
      reason: composed(report.reason),
      notExcluded: report.notExcluded.map(composed),
      warnings: report.warnings.map(composed),
    },
  };
}

/** Words of the program that was looped, and none of the engine's own. */
function wordsOfProgram({ suspects, ...report }: LeakReport): string[] {
  const sentences = ['reason', 'notExcluded', 'warnings', 'wording'] as const;
  const own = suspects.map((suspect) => without(suspect, ['advice', 'wording']));
  return wordsOf([without(report, sentences), own]);
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/\p{L}{2,}/gu) ?? [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
}

function untranslated(text: string, { report, request, accepted }: FunctionResult): string[] {
  const known = new Set([
    ...sameEverywhere,
    ...wordsOfProgram(report),
    ...wordsOf(Object.keys(report.activeResources)),
    ...wordsOf(request),
    ...wordsOf([...accepted.values()]),
  ]);
  return wordsOf(text.replace(/\(command:[^)]*\)/g, '')).filter((word) => !known.has(word));
}

function allNodes(result: FunctionResult, t = dots): LeakNode[] {
  const options = { showInternals: true, t };
  const visit = (node: LeakNode): LeakNode[] => [node, ...childrenOf(node, options).flatMap(visit)];
  return rootNodes(stateOf([result])).flatMap(visit);
}

const results = Object.values(sampleReports).map((report) => {
  const first = createResult({ program, function: '19:5' }, translatable(report), new Map());
  const fingerprint = report.suspects[0]?.fingerprint ?? '';
  return { ...first, accepted: new Map(fingerprint === '' ? [] : [[fingerprint, 'reasonable']]) };
});

test('every row of the tree, its sentence and its tooltip are translated', () => {
  for (const result of results) {
    for (const node of allNodes(result)) {
      const { label, description = '', sentence } = describeNode(node, dots);
      const text = [label, description, sentence, tooltipFor(node, dots)].join('\n');
      assert.deepEqual(untranslated(text, result), [], `${node.kind}: ${text}`);
    }
  }
});

/** English, but with numbers as nobody writes them. */
const oddNumbers: Translate = (message, ...parts) =>
  message === '1,000.5' ? '1|000:5' : fillIn(message, ...parts);

test('numbers have the marks of the language, in rows, tooltips and the growth view', () => {
  const texts = results.flatMap((result) => {
    const { report } = result;
    const silent = {
      ...report,
      ...translatable({ ...report, reason: '', notExcluded: [], warnings: [] }),
    };
    const shown = { ...result, report: silent };
    const nodes = allNodes(shown, oddNumbers).flatMap((node) => {
      const { label, description, sentence } = describeNode(node, oddNumbers);
      return [label, description, sentence, tooltipFor(node, oddNumbers)];
    });
    const { heading, panels, table } = describeGrowth(shown, oddNumbers);
    const figures = panels.flatMap(({ summary, readings }) => [summary, ...readings]);
    return [...nodes, heading, ...figures, ...table.rows.flat()];
  });
  assert.deepEqual(
    texts.filter((text) => /\d,\d{3}|\d\.\d+ (k?B|MB|m?s)\b/.test(text ?? '')),
    [],
  );
  assert.ok(texts.some((text) => text?.includes('16|383')));
  assert.ok(texts.some((text) => /\d:\d (kB|MB|ms|s)/.test(text ?? '')));
});

test('a sentence of the engine has the numbers of the language', () => {
  const sentence = said`${counted(16_383)} calls kept ${sized(1240)}`;
  assert.equal(inEditor(sentence, oddNumbers), '16|383 calls kept 1:2 kB');
  assert.equal(textOf(sentence), '16,383 calls kept 1.2 kB');
});

test('no sentence is composed of a number that already has the marks of English', () => {
  const folder = join(__dirname, '../src');
  const composed = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      (readFileSync(join(folder, name), 'utf8').match(/said`[^`]*`/g) ?? [])
        .filter((text) => /\$\{format(Count|Bytes|Duration|Rate)\(|\.toFixed\(|toLocale/.test(text))
        .map((text) => `${name}: ${text}`),
    );
  assert.deepEqual(composed, []);
});

test('notes, hovers, lenses and problems in the editor are translated', () => {
  const state = new LeaksState();
  const edits = new ResultEdits(state);
  const result = createResult({ program, function: '19:5' }, translatable(leakReport), new Map());
  state.addResult(result);
  const start = { line: 0, character: 0 };
  edits.record(program, [{ range: { start, end: start }, text: '// x' }]);
  const source = { results: state.results, edits, t: dots };
  const file = { file: program, lineText: () => '' };
  const marks = editorMarks(file, source);
  const texts = [
    ...lineNotes(marks, dots).map(({ text }) => text),
    hoverText(marks, true, dots),
    ...verdictLenses(file, source, true).map(({ title }) => title),
    ...causeProblems(source).flatMap(({ message, related }) => [
      message,
      ...related.map((each) => each.message),
    ]),
  ];
  assert.ok(texts.length > 8);
  texts.forEach((text) => assert.deepEqual(untranslated(text, result), [], text));
});

test('the progress of the loop is translated', () => {
  const progress = { phase: 'loop', message: 'x', batch: 6, calls: 63, soFar: 'growing' } as const;
  assert.equal(progressText({ title: '3', progress }, dots).match(/\p{L}/u), null);
  const cost = { maxCalls: 16_383, timeBudget: 10 };
  assert.equal(progressText({ title: '3', cost }, dots).match(/\p{L}/u), null);
  assert.equal(costSentence(cost, dots).match(/\p{L}/u), null);
});

test('what fails, and what a program that starts is waited for, is translated', () => {
  const message = told(
    said`Process ${4711} has not loaded ${'/9'} (longer with ${option('--load-timeout')}).`,
  );
  const failure = { code: 'not-loaded', title: '3', request: { program }, ...message } as const;
  const node = { kind: 'failure', id: 'failure', failure } as const;
  const { description, sentence } = describeFailure(node, dots);
  const member = { member: 1, description: 'process 4711', wording: said`process ${4711}` };
  const texts = [
    description,
    sentence,
    tooltipFor(node, dots),
    messageOf(failure, dots),
    memberText(member, dots),
    progressText({ title: '3', progress: { phase: 'launch', ...message } }, dots),
  ];
  const names = /"loadTimeout"/g;
  assert.deepEqual(
    texts.map((text) => text?.replace(names, '').match(/\p{L}+/gu)),
    texts.map(() => null),
  );
});

test('exported documents are translated, the chart and its table too', () => {
  const [markdown, html] = exportFormats(dots);
  for (const result of results) {
    const page = html!.content(result, sampleFolder).replace(/<style>[^]*<\/style>/, '');
    const label = /aria-label="([^"]*)"/.exec(page)?.[1] ?? '';
    const texts = [markdown!.content(result, sampleFolder), page.replace(/<[^>]*>/g, ''), label];
    const left = untranslated(texts.join('\n'), result);
    assert.deepEqual(
      left.filter((word) => !signsOfPages.includes(word)),
      [],
    );
  }
});

/** Entities of HTML. */
const signsOfPages = ['amp', 'lt', 'gt', 'quot'];

test('what a leak check tells is translated', () => {
  for (const result of results) {
    for (const { text, stack } of checkMessages(result, dots)) {
      assert.deepEqual(
        untranslated([text, ...stack.map(({ label }) => label)].join('\n'), result),
        [],
      );
    }
  }
});

/** Folders and files whose English is not for the eyes of the user, or is a document. */
const notForUsers = [
  'growthView/growthPage.ts',
  'languageModel/',
  'leakChecks/leakCheckText.ts',
  'leakChecks/moduleStyle.ts',
  'growthView/growthPage.ts', // HTML
  'run/runLog.ts',
  'outputGate.ts', // a line of the debug console, in the language of the report there
  'target/nodeProcesses.ts',
];

/** Code, and words that menus of the manifest look for. */
const notProse = [
  'knows ann', // a test's name
  'new exports.Pool({ size: 2 })',
  'failure takesArguments',
  'result takesArguments',
];

/** Literals of two words or more, and those of one word that are shown as they are, that no `t(…)` translates, nor ``said`…` ``. */
function literalsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isThrowStatement(node)) return;
    if (isTranslated(node)) {
      node.arguments.slice(1).forEach(visit);
      return;
    }
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'said') {
      if (ts.isTemplateExpression(node.template)) {
        node.template.templateSpans.forEach(({ expression }) => visit(expression));
      }
      return;
    }
    const text =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
        ? node.text
        : '';
    const prose = node !== source && isShown(node.parent) ? /\p{L}{2,}/u : /\p{L}{2,},? \p{L}{2,}/u;
    if (!/^Leak Loop:? ?$/.test(text) && !notProse.includes(text) && prose.test(text))
      found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What VS Code shows of an object, be it a single word; of anything else that, several words are prose. */
const shown = [
  'label',
  'title',
  'description',
  'detail',
  'placeHolder',
  'prompt',
  'tooltip',
  'sentence',
];

function isShown(parent: ts.Node): boolean {
  return (
    (ts.isPropertyAssignment(parent) && shown.includes(parent.name.getText())) ||
    (ts.isBinaryExpression(parent) &&
      ts.isPropertyAccessExpression(parent.left) &&
      shown.includes(parent.left.name.text))
  );
}

function isTranslated(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isIdentifier(callee)
    ? callee.text
    : ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : '';
  return name === 't';
}

for (const layer of ['extension', 'adapter']) {
  test(`no text of several words in the ${layer} is left out of the translation`, () => {
    const folder = join(__dirname, '../src', layer);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const left = files
      .filter((name) => !notForUsers.some((each) => name.startsWith(each)))
      .flatMap((name) => literalsIn(join(folder, name)).map((text) => `${name}: ${text}`));
    assert.deepEqual(left, []);
  });
}
