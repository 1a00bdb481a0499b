import { checkName } from '../core/report/checkName';
import { matchesFunctionLocation, siteAtFunctionLocation } from '../core/source/functionLocation';
import { toGeneratedPosition, toSourcePosition } from '../core/source/location';
import type { FunctionDescription } from '../core/report/report';
import { siteAtPosition, sitesByName } from '../core/source/siteSelection';
import { sourceSiteOf, type SourceSite } from '../core/source/sourceSites';
import { UserError, type FunctionChoice } from '../errors';
import { fileSource, type FileSource } from './fileSource';
import type { RemoteObject } from './remoteObject';
import type { Scripts } from './scripts';
import type { Target } from './target';

/**
 * Which function of a file; positions 1-based, in the terms of the source. `check` is that of a leak
 * check: `run`, or what the file exports as default.
 */
export type FunctionSelector =
  | { readonly kind: 'export' }
  | { readonly kind: 'check' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'position'; readonly line: number; readonly column?: number };

export interface LiveFunction {
  readonly fn: RemoteObject;
  /** Undefined for a native or bound function. */
  readonly site: SourceSite | undefined;
  readonly description: FunctionDescription;
  readonly warnings: readonly string[];
}

export interface ResolveOptions {
  readonly target: Target;
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
    case 'name':
      return byName(options, source, selector.name);
    case 'position':
      return byPosition(options, source, selector);
  }
}

async function onlyExport(options: ResolveOptions, source: FileSource): Promise<LiveFunction> {
  const exported = await options.target.finder.exportedFunctions(options.namespace);
  const main = exported.find(({ name }) => name === 'default') ?? exported[0];
  if (main === undefined || (exported.length > 1 && main.name !== 'default')) {
    const names = exported.map(({ name }) => name).join(', ');
    throw noFunction(
      source,
      exported.length === 0
        ? `${source.file} exports no function. Say which one to loop`
        : `${source.file} exports several functions (${names}). Say which one to loop`,
    );
  }
  return liveExport(options, source, main);
}

async function checkFunction(options: ResolveOptions, source: FileSource): Promise<LiveFunction> {
  const exported = await options.target.finder.exportedFunctions(options.namespace);
  const main = ['run', 'default'].map((name) => exported.find((each) => each.name === name));
  const run = main.find((each) => each !== undefined);
  if (run === undefined) {
    throw new UserError(
      'bad-check',
      `${source.file} exports neither run nor a default function. Export the call to be judged: export function run(ctx) { … }`,
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
      ? `There is no function "${name}" in ${source.file}. Choose one that is`
      : `There are ${String(sites.length)} functions "${name}" in ${source.file}. Say which one by its line`,
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
  const where = `${source.file}:${String(at.line)}`;
  throw noFunction(
    source,
    source.loaded === undefined
      ? `${source.file} was not loaded, so no function of it is alive. Launch a program that loads it`
      : `There is no function at ${where}. Choose one that is`,
  );
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
  const { script, scriptId } = source.loaded!;
  const text = script.text.slice(site.site.textStart, site.site.textEnd);
  const alive: RemoteObject[] = [];
  for (const fn of await target.finder.functionsWithText(text)) {
    const place = await target.finder.functionPlace(fn);
    if (place?.scriptId === scriptId && matchesFunctionLocation(site.site, place)) alive.push(fn);
  }
  const fn = alive.at(-1);
  if (fn === undefined) throw noClosure(source, site);
  const name = displayName(site);
  const warnings =
    alive.length === 1
      ? []
      : [`There are ${String(alive.length)} live closures of ${name}; one of them was looped.`];
  return { fn, site, description: describeSite(source, site), warnings };
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
      ? `No live function ${name} (${where}) exists after loading. Export it, or keep it reachable from the module.`
      : `${name} (${where}) is made anew by each call of ${outer}, and none is alive after loading. Loop ${outer || 'the function around it'} instead, or keep one in a module variable.`,
  );
}

function noFunction(
  { file, sites: all }: FileSource,
  problem: string,
  sites: readonly SourceSite[] = all,
): UserError {
  const choices: FunctionChoice[] = sites
    .filter(({ name }) => name !== '')
    .map((site) => ({ name: qualifiedName(site), ...toSourcePosition(site.head) }));
  const remedy =
    choices.length === 0 ? `. There are no named functions.` : `: ${file}#name or ${file}:line.`;
  return new UserError('no-function', `${problem}${remedy}`, { choices });
}

function qualifiedName({ className, name }: SourceSite): string {
  return className === undefined || className === name ? name : `${className}.${name}`;
}
