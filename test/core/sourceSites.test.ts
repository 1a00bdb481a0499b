import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { transformSync, type TransformOptions } from 'esbuild';
import ts from 'typescript';
import { decodeDataUrl } from '../../src/core/source/dataUrl';
import { functionSites } from '../../src/core/source/functionSites';
import { parseScript } from '../../src/core/source/script';
import { siteAtPosition, sitesByName } from '../../src/core/source/siteSelection';
import { SourceMapping } from '../../src/core/source/sourceMapping';
import {
  sourceSiteOf,
  sourceSites,
  type MappedSource,
  type SourceSite,
} from '../../src/core/source/sourceSites';
import { TextLines } from '../../src/core/source/textLines';

/** A comment such as `@name` marks a place where a cursor means the function of that name. */
const source = `import { EventEmitter } from 'node:events';

interface Session { id: number }

const sessions: Session[] = [];

/** Opens one. /*@open*/
export async function /*@open*/ open(id: number): Promise<Session> {
  const session = { id };

  // comment /*@open*/
  await null;
  sessions.push(session);
  const later = () => {
    sessions.length; /*@later*/
  };

  /*@open*/
  setImmediate(later);
  return session;
  // trailing /*@open*/

}

export const /*@close*/ close = async (session: Session): Promise<void> => {
  /*@close*/ await null;
  sessions.splice(sessions.indexOf(session), 1);
};

const sum = (list: number[]): number => list.reduce((a, b) => a + /*@*/ b) /*@sum*/ + list.length;

export class /*@Registry*/ Registry<T> extends EventEmitter {
  private readonly items = new Map<string, T>();
  static count = 0;

  /** Adds. /*@add*/
  public async /*@add*/ add(key: string, item: T): Promise<void> {
    await null;
    this.items.set(key, item);
    /*@add*/

  }

  /*@handler*/ handler = (x: T) => {
    return /*@handler*/ x;
  };

  constructor(public readonly name: string) {
    super();
    /*@Registry*/
    Registry.count++;
  }

  *iterate(): Generator<T> {
    yield* this.items.values(); /*@iterate*/
  }
}

export default function (this: unknown) {
  return [1, 2].map((x) => x /*@*/ * 2).concat(sum([1])); /*@default*/
}

const api = {
  list(): number[] { return [/*@list*/]; },
  get size() { return /*@size*/ sessions.length; },
  async load<T>(value: T) { await null; return /*@load*/ value; },
};
enum Color { Red }
export const color = [Color.Red, api];
export function /*@last*/ last(): void {
  /*@last*/
}
`;

interface Compiled {
  readonly text: string;
  readonly map: string;
  readonly file?: string;
}

const compilers: Readonly<Record<string, () => Compiled>> = {
  'tsc to ES2023 CommonJS': () => tsc(ts.ScriptTarget.ES2023, ts.ModuleKind.CommonJS),
  'tsc to ES2022 modules': () => tsc(ts.ScriptTarget.ES2022, ts.ModuleKind.ESNext),
  'tsc to ES2016 CommonJS': () => tsc(ts.ScriptTarget.ES2016, ts.ModuleKind.CommonJS),
  'tsc without comments': () =>
    tsc(ts.ScriptTarget.ES2023, ts.ModuleKind.CommonJS, { removeComments: true }),
  esbuild: () => esbuild({ format: 'cjs', target: 'node20' }),
  'esbuild to ES2016': () => esbuild({ format: 'cjs', target: 'es2016' }),
  'esbuild as a loader runs it': () =>
    esbuild({ format: 'cjs', target: 'node20', minifyWhitespace: true, keepNames: true }),
  'tsx, as it runs a CommonJS file': () => tsx('sessions.cts'),
  'tsx, as it runs a module': () => tsx('sessions.mts'),
  'esbuild, minified': () => esbuild({ format: 'esm', target: 'node20', minify: true }),
};

for (const [name, compile] of Object.entries(compilers)) {
  test(`a cursor in TypeScript means the function that it stands in: ${name}`, () => {
    const sites = sitesIn(compile());
    const lines = new TextLines(source);
    for (const { index, 1: expected } of source.matchAll(/\/\*@(\w*)\*\//g)) {
      const position = lines.positionAt(index);
      const site = siteAtPosition(sites, position);
      assert.equal(
        site?.name,
        expected,
        `line ${position.line0 + 1}: ${lines.lineText(position.line0)}`,
      );
    }
  });

  test(`names and places are the source's: ${name}`, () => {
    const sites = sitesIn(compile());
    const place = (wanted: string): string | undefined => {
      const [site] = sitesByName(sites, wanted);
      return site && new TextLines(source).lineText(site.range.start.line0).trim();
    };
    assert.match(place('open') ?? '', /async function/);
    assert.match(place('close') ?? '', /const .* close/);
    assert.match(place('Registry.add') ?? '', /public async/);
    assert.match(place('handler') ?? '', /handler = /);
    assert.match(place('default') ?? '', /export default/);
    assert.match(place('list') ?? '', /^list\(\)/);
  });
}

test('what a compiler made itself has no source site; the function around it has', () => {
  const compiled = tsc(ts.ScriptTarget.ES2016, ts.ModuleKind.CommonJS);
  const script = parseScript(compiled.text);
  const sites = functionSites(script);
  const placed = sourceSites(script, sites, mapped(compiled));
  const generator = sites.find(({ isGenerator, parent }) => isGenerator && parent?.name === 'open');
  assert.ok(generator);
  assert.equal(
    placed.some(({ site }) => site === generator),
    false,
  );
  assert.equal(sourceSiteOf(placed, generator)?.name, 'open');
  assert.equal(
    placed.some(({ name }) => name === '__awaiter'),
    false,
  );
});

test('a script without a map is its own source', () => {
  const script = parseScript('const f = () => 1;');
  const sites = functionSites(script);
  const [placed] = sourceSites(script, sites, undefined);
  assert.equal(placed?.name, 'f');
  assert.equal(placed.site, sites[0]);
});

function sitesIn(compiled: Compiled): readonly SourceSite[] {
  const script = parseScript(compiled.text);
  return sourceSites(script, functionSites(script), mapped(compiled));
}

function mapped({ map, file = '/project/src/sessions.ts' }: Compiled): MappedSource {
  const mapping = SourceMapping.parse(map, '/project/dist/sessions.js.map');
  assert.ok(mapping.has(file), mapping.files.join());
  return { mapping, file, text: source };
}

function tsc(
  target: ts.ScriptTarget,
  module: ts.ModuleKind,
  options: ts.CompilerOptions = {},
): Compiled {
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: '../src/sessions.ts',
    compilerOptions: { target, module, sourceMap: true, ...options },
  });
  const map = JSON.parse(sourceMapText ?? '{}') as { sources: string[] };
  return { text: outputText, map: JSON.stringify({ ...map, sources: ['../src/sessions.ts'] }) };
}

function esbuild(options: TransformOptions): Compiled {
  const { code, map } = transformSync(source, {
    loader: 'ts',
    sourcemap: true,
    sourcefile: '../src/sessions.ts',
    ...options,
  });
  return { text: code, map };
}

/** The script and its inline map as V8 gets them from the real loader. */
function tsx(name: string): Compiled {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'leak-loop-tsx-')));
  const file = join(folder, name);
  try {
    writeFileSync(file, source);
    writeFileSync(join(folder, 'probe.mjs'), probe(pathToFileURL(file).href));
    const loader = pathToFileURL(createRequire(__filename).resolve('tsx')).href;
    const output = execFileSync(process.execPath, ['--import', loader, join(folder, 'probe.mjs')]);
    const { text, url } = JSON.parse(output.toString()) as { text: string; url: string };
    return { text, map: decodeDataUrl(url)!, file };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function probe(url: string): string {
  return `
    import { Session } from 'node:inspector';
    const session = new Session();
    session.connect();
    session.on('Debugger.scriptParsed', ({ params }) => {
      if (!params.url.startsWith(${JSON.stringify(url)})) return;
      session.post('Debugger.getScriptSource', { scriptId: params.scriptId }, (error, { scriptSource }) => {
        process.stdout.write(JSON.stringify({ text: scriptSource, url: params.sourceMapURL }));
      });
    });
    session.post('Debugger.enable');
    await import(${JSON.stringify(url)});
  `;
}
