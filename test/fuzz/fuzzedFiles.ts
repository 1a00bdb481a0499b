import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Baseline } from '../../src/checks/baseline';
import { readCheckReport } from '../../src/cli/mergeCommand';
import { parseCommandLine } from '../../src/cli/parseCommandLine';
import { compareReports } from '../../src/core/report/compareReports';
import { formatChecks } from '../../src/core/report/formatChecks';
import { formatChecksHtml } from '../../src/core/report/formatChecksHtml';
import { formatChecksMarkdown } from '../../src/core/report/formatChecksMarkdown';
import { formatGithub } from '../../src/core/report/formatGithub';
import { formatHtml } from '../../src/core/report/formatHtml';
import { formatJunit } from '../../src/core/report/formatJunit';
import { formatMarkdown } from '../../src/core/report/formatMarkdown';
import { formatReport } from '../../src/core/report/formatReport';
import { parseReport } from '../../src/core/report/parseReport';
import type { Suspect } from '../../src/core/report/report';
import { SourceMapping } from '../../src/core/source/sourceMapping';
import { UserError } from '../../src/errors';
import { damage } from '../core/damagedSnapshots';
import { cleanReport, leakReport, sampleFolder, sampleReports } from '../core/sampleReports';
import type { FuzzTarget } from './fuzzTarget';
import { mutateJson, pick, type Random } from './mutations';

/** Damaged as text, or as what the text means. */
function mutated(random: Random, values: readonly unknown[]): string {
  let value = pick(random, values);
  if (random(4) === 0) return damage(JSON.stringify(value), random);
  for (let times = 1 + random(3); times > 0; times--) value = mutateJson(random, value);
  return value === undefined ? '' : JSON.stringify(value);
}

function unlessRefused(
  judge: () => void,
  isRefusal: (error: unknown) => boolean,
): 'accepted' | 'refused' {
  try {
    judge();
    return 'accepted';
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
}

const isUserError = (error: unknown): boolean => error instanceof UserError;

const checks = [
  { file: 'a.leak.js', cwd: sampleFolder, name: 'a', report: leakReport, accepted: 'why' },
  { file: 'b.leak.js', cwd: sampleFolder, name: 'b', report: cleanReport },
  {
    file: 'c.leak.js',
    cwd: sampleFolder,
    name: 'c',
    failure: { code: 'setup-failed', message: 'm', stderr: ['s'] },
  },
];
const stale = [{ fingerprint: 'f', check: 'a.leak.js', reason: 'r' }];
const checkReports = [
  { version: 1, checks, stale },
  { version: 1, checks, shard: { index: 1, count: 1 } },
];

const reports: FuzzTarget<string> = {
  name: 'reports, opened in the editor',
  share: 0.1,
  input: (random) => mutated(random, [...Object.values(sampleReports), ...checkReports]),
  judge: (text) => {
    const parsed = parseReport(text);
    switch (parsed.kind) {
      case 'problem':
        return 'refused';
      case 'report':
        formatHtml(parsed.report);
        formatMarkdown(parsed.report);
        formatReport(parsed.report);
        compareReports(leakReport, parsed.report);
        compareReports(parsed.report, leakReport);
        return 'accepted';
      case 'checks':
        formatChecksHtml(parsed.checks);
        formatChecksMarkdown(parsed.checks);
        return 'accepted';
    }
  },
};

const parts: FuzzTarget<string> = {
  name: 'parts of a matrix, merged',
  share: 0.1,
  input: (random) => mutated(random, checkReports),
  judge: (text) =>
    unlessRefused(() => {
      const report = readCheckReport([{ file: 'part.json', text }]);
      formatChecks(report);
      formatJunit(report);
      formatGithub(report, { root: sampleFolder });
    }, isUserError),
};

const [cause] = leakReport.suspects as readonly [Suspect];

const baselines: FuzzTarget<string> = {
  name: 'baselines',
  share: 0.05,
  input: (random) => mutated(random, [stale, [...stale, ...stale]]),
  judge: (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'leak-loop-fuzz-'));
    const file = join(folder, 'leak-baseline.json');
    writeFileSync(file, text);
    try {
      return unlessRefused(() => {
        const baseline = Baseline.read(file);
        baseline.reasonFor('a.leak.js', cause);
        baseline.accepting('a.leak.js', cause, 'why');
        baseline.stale([]);
      }, isUserError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const map = {
  version: 3,
  file: 'a.js',
  sourceRoot: '',
  sources: ['a.ts', '../b.ts'],
  sourcesContent: ['export const a = 1;\n', null],
  names: ['f', 'g'],
  mappings: 'AAAA,SAASA,CAAC;AACV,IAAIC;;ACDJ,MAAM',
};
const indexMap = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] };

const sourceMaps: FuzzTarget<string> = {
  name: 'source maps',
  share: 0.1,
  input: (random) => mutated(random, [map, indexMap]),
  judge: (text) => {
    let mapping: SourceMapping;
    try {
      mapping = SourceMapping.parse(text, '/shop/dist/a.js.map');
    } catch (error) {
      if (error instanceof Error) return 'refused'; // whoever reads it warns with the message of any error
      throw error;
    }
    for (const file of [...mapping.files, '/shop/a.ts']) {
      mapping.has(file);
      mapping.sourceText(file);
      mapping.entries(file);
      mapping.generatedAt(file, { line0: 0, column0: 3 });
    }
    for (const line0 of [0, 1, 2, 1_000_000])
      mapping.locationOf('/shop/dist/a.js', { line0, column0: 4 });
    return 'accepted';
  },
};

const words = [
  'run',
  'check',
  'attach',
  'merge',
  'a.js#f',
  'a.js:3:4',
  '9229',
  'ws://127.0.0.1:1/x',
  '--',
];
const options = [
  '--args',
  '--max-calls',
  '--function',
  '--json',
  '--html',
  '--node-arg',
  '--env',
  '--shard',
  '--member',
];
const values = [
  '[i]',
  '1e9',
  '-1',
  '',
  '=',
  '\0',
  'ws://[',
  '1/0',
  '#',
  ':::',
  'x'.repeat(100_000),
  '\ud800',
  'A=B',
];

const commandLines: FuzzTarget<readonly string[]> = {
  name: 'command lines',
  share: 0.05,
  input: (random) =>
    Array.from({ length: 1 + random(6) }, () => {
      const word = pick(random, pick(random, [words, options, values]));
      return random(3) === 0 && word !== '' ? damage(word, random) : word;
    }),
  judge: (line) => unlessRefused(() => parseCommandLine(line, sampleFolder), isUserError),
};

export const fuzzedFiles = { reports, parts, baselines, sourceMaps, commandLines };
