import { basename } from 'node:path';
import { checkName } from '../../core/report/checkName';
import { siteAtFunctionLocation } from '../../core/source/functionLocation';
import {
  toGeneratedPosition,
  toSourcePosition,
  type GeneratedPosition,
} from '../../core/source/location';
import { isInStaticBlock } from '../../core/source/staticBlocks';
import type { FunctionDescription } from '../../core/report/report';
import type { FunctionSite } from '../../core/source/functionSites';
import { siteAtPosition, sitesByName } from '../../core/source/siteSelection';
import { sourceSiteOf, type SourceSite } from '../../core/source/sourceSites';
import { UserError, type FunctionChoice } from '../../errors';
import { fileSource, type FileSource } from '../source/fileSource';
import type { RemoteObject } from '../protocol/remoteObject';
import { rerunScript } from './rerunScript';
import type { LoadedScript, Scripts } from '../source/scripts';
import type { NamedTest } from './findTest';
import { liveFunctionsAt } from './liveFunctionsAt';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';

/**
 * Which function of a file; positions 1-based, in the terms of the source. `check` is that of a leak
 * check: `run`, or what the file exports as default. `script` is the whole file, run again and again; so
 * is `export` where the file exports nothing at all.
 */
export type FunctionSelector =
  | { readonly kind: 'export' }
  | { readonly kind: 'check' }
  | { readonly kind: 'script' }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'position';
      readonly line: number;
      readonly column?: number;
      /** Which test is meant, where the function at the position is that of several. */
      readonly test?: NamedTest;
    };

export interface LiveFunction {
  readonly fn: RemoteObject;
  /** The class of a private method, which no prototype has as a property. */
  readonly classFn?: RemoteObject;
  /** Undefined for a native or bound function. */
  readonly site: SourceSite | undefined;
  readonly description: FunctionDescription;
  readonly warnings: readonly Sentence[];
}

/** As much of a target as a search needs. */
export type SearchedTarget = Pick<Target, 'client' | 'description' | 'finder' | 'harness'>;

export interface ResolveOptions {
  readonly target: SearchedTarget;
  readonly scripts: Scripts;
  /** The source file, as the user knows it. */
  readonly file: string;
  readonly namespace: RemoteObject;
}

/**
 * Finds the live function that a person means: in the live heap, by its exact position in the text
 * that runs, whether it is exported or not.
 *
 * @throws UserError `no-function` (with what could be meant instead), `no-closure`
 */
export async function resolveFunction(
  options: ResolveOptions,
  selector: FunctionSelector,
): Promise<LiveFunction> {
  await options.scripts.refresh();
  const source = await fileSource(options.scripts, options.file);
  switch (selector.kind) {
    case 'export':
      return onlyExport(options, source);
    case 'check':
      return checkFunction(options, source);
    case 'script':
      return wholeScript(options, source, []);
    case 'name':
      return byName(options, source, selector.name);
    case 'position':
      return byPosition(options, source, selector);
  }
}

async function onlyExport(options: ResolveOptions, source: FileSource): Promise<LiveFunction> {
  const exported = await options.target.finder.exportedFunctions(options.namespace);
  const main = exported.find(({ name }) => name === 'default') ?? exported[0];
  if (await isScript(options, source)) {
    return wholeScript(options, source, [
      said`${source.file} exports nothing: the whole file was run again and again. One of its functions is looped by its name or line.`,
    ]);
  }
  if (main === undefined || (exported.length > 1 && main.name !== 'default')) {
    const names = exported.map(({ name }) => name).join(', ');
    throw noFunction(
      source,
      exported.length === 0
        ? said`${source.file} exports no function. Say which one to loop`
        : said`${source.file} exports several functions (${names}). Say which one to loop`,
    );
  }
  return liveExport(options, source, main);
}

/** A file that exports nothing is there to be run. What a process that is joined exports is not always known. */
async function isScript(
  { target, namespace }: ResolveOptions,
  { loaded }: FileSource,
): Promise<boolean> {
  const isOwn = target.description.kind === 'launch' && loaded !== undefined;
  return isOwn && (await target.finder.exportsNothing(namespace));
}

async function wholeScript(
  { target }: ResolveOptions,
  source: FileSource,
  warnings: readonly Sentence[],
): Promise<LiveFunction> {
  const { file, loaded } = source;
  if (loaded === undefined) throw noFunction(source, nothingAt(source, { line0: 0, column0: 0 }));
  const { fn, isEsModule } = await rerunScript(target, loaded.file);
  const location = { file, line: 1, column: 1 };
  return {
    fn,
    site: undefined,
    description: { name: basename(file), kind: 'script', location },
    warnings: isEsModule ? [...warnings, moduleMapWarning] : warnings,
  };
}

const moduleMapWarning = said`Where a program imports an ES module again under another URL, Node keeps each evaluation in its module map, with its variables and functions. Here the map let go of the file before each run: what is told is kept elsewhere.`;

async function checkFunction(options: ResolveOptions, source: FileSource): Promise<LiveFunction> {
  const exported = await options.target.finder.exportedFunctions(options.namespace);
  const main = ['run', 'default'].map((name) => exported.find((each) => each.name === name));
  const run = main.find((each) => each !== undefined);
  if (run === undefined) {
    throw new UserError(
      'bad-check',
      said`${source.file} exports neither run nor a default function. Export the call to be judged: export function run(ctx) { … }`,
    );
  }
  const live = await liveExport(options, source, run);
  const name = checkName(source.file);
  return { ...live, description: { ...live.description, kind: 'test', name } };
}

async function byName(
  options: ResolveOptions,
  source: FileSource,
  name: string,
): Promise<LiveFunction> {
  const exported = await options.target.finder.exportedFunctions(options.namespace);
  const own = exported.find((each) => each.name === name);
  if (own !== undefined) return liveExport(options, source, own);
  const sites = sitesByName(source.sites, name);
  if (sites.length === 1) return liveClosure(options, source, sites[0]!);
  throw noFunction(
    source,
    sites.length === 0
      ? said`There is no function "${name}" in ${source.file}. Choose one that is`
      : said`There are ${String(sites.length)} functions "${name}" in ${source.file}. Say which one by its line`,
    sites.length === 0 ? source.sites : sites,
  );
}

async function byPosition(
  options: ResolveOptions,
  source: FileSource,
  at: { readonly line: number; readonly column?: number },
): Promise<LiveFunction> {
  const { line0, column0 } = toGeneratedPosition({ line: at.line, column: at.column ?? 1 });
  const cursor = at.column === undefined ? { line0 } : { line0, column0 };
  const site = siteAtPosition(source.sites, cursor);
  if (site !== undefined) return liveClosure(options, source, site);
  if (await isScript(options, source)) return wholeScript(options, source, []);
  throw noFunction(source, nothingAt(source, { line0, column0 }));
}

function nothingAt({ file, loaded }: FileSource, { line0, column0 }: GeneratedPosition): Sentence {
  if (loaded === undefined) {
    return said`${file} was not loaded, so no function of it is alive. Launch a program that loads it`;
  }
  const where = `${file}:${String(line0 + 1)}`;
  const asWritten = loaded.mapping === undefined;
  return asWritten && isInStaticBlock(loaded.script, { line0, column0 })
    ? said`The static block at ${where} runs once, when its class is made, and cannot be called. Choose a function that makes such a class, or another one`
    : said`There is no function at ${where} (${option('--script')} runs the whole file). Choose one that is`;
}

async function liveExport(
  { target }: ResolveOptions,
  source: FileSource,
  { name, fn }: { readonly name: string; readonly fn: RemoteObject },
): Promise<LiveFunction> {
  const place = await target.finder.functionPlace(fn);
  const { loaded } = source;
  const isHere = place !== undefined && place.scriptId === loaded?.scriptId;
  const generated = isHere ? siteAtFunctionLocation(loaded.script, loaded.sites, place) : undefined;
  const site = generated === undefined ? undefined : sourceSiteOf(source.sites, generated);
  const description: FunctionDescription =
    site === undefined
      ? { name, kind: 'function', location: { file: source.file, line: 1, column: 1 } }
      : describeSite(source, site);
  const named =
    name === 'default' ? description : { ...description, name: description.name || name };
  return { fn, site, description: named, warnings: [] };
}

async function liveClosure(
  { target }: ResolveOptions,
  source: FileSource,
  site: SourceSite,
): Promise<LiveFunction> {
  const alive = await liveFunctionsAt(target, source.loaded!, site.site);
  const fn = alive.at(-1);
  if (fn === undefined) throw noClosure(source, site);
  const name = displayName(site);
  const warnings =
    alive.length === 1
      ? []
      : [said`There are ${String(alive.length)} live closures of ${name}; one of them was looped.`];
  const classFn = await classOfPrivate(target, source.loaded!, site.site);
  return {
    fn,
    ...(classFn === undefined ? {} : { classFn }),
    site,
    description: describeSite(source, site),
    warnings,
  };
}

async function classOfPrivate(
  target: SearchedTarget,
  loaded: LoadedScript,
  site: FunctionSite,
): Promise<RemoteObject | undefined> {
  if (!site.name.startsWith('#') || site.classNameStart === undefined) return undefined;
  const ofClass = loaded.sites.find(
    ({ kind, classNameStart }) => kind === 'constructor' && classNameStart === site.classNameStart,
  );
  return ofClass === undefined
    ? undefined
    : (await liveFunctionsAt(target, loaded, ofClass)).at(-1);
}

function describeSite({ file }: FileSource, site: SourceSite): FunctionDescription {
  return {
    name: displayName(site),
    kind: site.site.kind,
    ...(site.className === undefined ? {} : { className: site.className }),
    location: { file, ...toSourcePosition(site.head) },
  };
}

function displayName({ name }: SourceSite): string {
  return name === '' ? '(anonymous)' : name;
}

function noClosure({ file, sites: all }: FileSource, site: SourceSite): UserError {
  const name = displayName(site);
  const { line } = toSourcePosition(site.head);
  const { parent } = site.site;
  const outer = parent === undefined ? undefined : sourceSiteOf(all, parent)?.name;
  const where = `${file}:${String(line)}`;
  return new UserError(
    'no-closure',
    outer === undefined
      ? said`No live function ${name} (${where}) exists after loading. Export it, or keep it reachable from the module.`
      : outer === ''
        ? said`${name} (${where}) is made anew by each call of the function around it, and none is alive after loading. Loop that one instead, or keep one in a module variable.`
        : said`${name} (${where}) is made anew by each call of ${outer}, and none is alive after loading. Loop ${outer} instead, or keep one in a module variable.`,
  );
}

function noFunction(
  { sites: all }: FileSource,
  problem: Sentence,
  sites: readonly SourceSite[] = all,
): UserError {
  const choices: FunctionChoice[] = sites
    .filter(({ name }) => name !== '')
    .map((site) => ({ name: qualifiedName(site), ...toSourcePosition(site.head) }));
  return new UserError(
    'no-function',
    choices.length === 0 ? said`${problem}. There are no named functions.` : said`${problem}.`,
    { choices },
  );
}

function qualifiedName({ className, name }: SourceSite): string {
  return className === undefined || className === name ? name : `${className}.${name}`;
}
