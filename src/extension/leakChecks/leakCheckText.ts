import { callbackPosition } from '../../core/source/callbackPosition';
import { exportsIn, type ListedExport } from '../../core/source/exportsIn';
import { TextLines } from '../../core/source/textLines';
import { writtenParameters } from '../../core/source/writtenParameters';
import type { FunctionDescription, Location } from '../../core/report/report';
import { readCallExpression, type CallExpression } from '../ask/callExpression';
import { commonJs, esModule, type ModuleStyle } from './moduleStyle';
import type { RunRequest } from '../run/runRequest';

/** A run that a leak check is made of. */
export interface CheckSubject {
  readonly description: FunctionDescription;
  readonly request: RunRequest;
  /** Of the function's file. */
  readonly text: string;
}

export interface NewCheck {
  /** Of the file, which belongs beside the function's. */
  readonly fileName: string;
  readonly text: string;
}

/**
 * A leak check that makes the calls of a run: the same arguments, receiver and limits.
 *
 * @returns undefined for a function that no other file can reach: neither it nor its class is exported
 */
export function leakCheckText(subject: CheckSubject): NewCheck | undefined {
  const { description, request, text } = subject;
  const { isEsModule, exports } = exportsIn(text);
  const found = exportOf(description, exports);
  if (found === undefined) return undefined;
  const { file } = description.location;
  const [, stem = file, kind = '', script = 'js'] =
    /([^\\/]+?)\.([cm]?)([jt]s)x?$/.exec(file) ?? [];
  const isModule = kind === '' ? isEsModule : kind === 'm';
  const isTypeScript = script === 'ts';
  return {
    fileName: `${fullName(description) ?? stem}.leak.${kind}${script}`,
    text: checkText({
      style: isModule ? esModule : commonJs,
      isTypeScript,
      found,
      from: specifier(description.location),
      call: callOf(subject, found),
      limits: limitsOf(request),
    }),
  };
}

/** `Pool.take`; undefined for what has no name of its own. */
function fullName({ name, className, kind }: FunctionDescription): string | undefined {
  if (!isIdentifier(className ?? name) || name === 'default') return undefined;
  return kind === 'method' ? `${className ?? ''}.${name}` : name;
}

function exportOf(
  { name, className, kind }: FunctionDescription,
  exports: readonly ListedExport[],
): ListedExport | undefined {
  // a method of an object, and one that only its class can call
  if (kind === 'method' && (className === undefined || !isIdentifier(name))) return undefined;
  const own = className ?? name;
  const isNameless = own === 'default' || own === 'module.exports';
  return isNameless
    ? exports.find(({ local, as }) => local === undefined && as.kind !== 'name')
    : exports.find(({ local }) => local === own);
}

function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

/** As it must be written where the file runs: of TypeScript that was compiled, the name of what it is compiled to. */
function specifier({ file, generated }: Location): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const isCompiled = generated !== undefined && /\.[cm]?js$/.test(generated.file);
  return `./${isCompiled ? name.replace(/\.([cm]?)tsx?$/, '.$1js') : name}`;
}

/** What one call of the check does. */
interface CheckCall {
  /** What the export is called in the check; undefined where the call does without it. */
  readonly name: string | undefined;
  readonly receiver?: { readonly name: string; readonly value: string };
  readonly expression: string;
  readonly uses: CallExpression['uses'];
}

/** Names that a check has uses of its own for. */
const taken = new Set([
  'run',
  'setup',
  'teardown',
  'options',
  'i',
  'calls',
  'callback',
  'loaded',
  'require',
  'resolve',
  'reject',
]);

function callOf(subject: CheckSubject, { local, as }: ListedExport): CheckCall {
  const { description, request, text } = subject;
  const args = readIfGiven(request.callArguments);
  const self = readIfGiven(request.callThis);
  const exported = as.kind === 'name' ? as.name : (local ?? 'looped');
  const name = taken.has(exported) ? 'looped' : exported;
  const uses = new Set([...(args?.uses ?? []), ...(self?.uses ?? [])]);
  const given = argumentsOf(subject, args);
  if (given.hasCallback) uses.add('callback');
  const words = memberWords(text, description);
  switch (description.kind) {
    case 'constructor':
      return { name, expression: `new ${name}(${given.text})`, uses };
    case 'method': {
      const isStatic = words.includes('static');
      const receiver = { name: receiverName(name), value: self?.asValue ?? `new ${name}()` };
      return {
        name: isStatic || self === undefined ? name : undefined,
        ...(isStatic ? {} : { receiver }),
        expression: memberCall(
          isStatic ? name : receiver.name,
          description.name,
          words,
          given.text,
        ),
        uses,
      };
    }
    default: {
      if (self === undefined) return { name, expression: `${name}(${given.text})`, uses };
      const receiver = { name: receiverName('receiver'), value: self.asValue };
      const all = [receiver.name, given.text].filter((part) => part !== '').join(', ');
      return { name, receiver, expression: `${name}.call(${all})`, uses };
    }
  }
}

interface GivenArguments {
  readonly text: string;
  readonly hasCallback: boolean;
}

/** With the callback that the engine gave besides, by the name of the function's last parameter. */
function argumentsOf(
  { text, description: { kind, location }, request }: CheckSubject,
  args: CallExpression | undefined,
): GivenArguments {
  const given = args?.asArguments ?? '';
  const count = args === undefined ? 0 : args.count;
  const hasCallback = args?.uses.has('callback') === true;
  const parameters =
    kind === 'constructor' ? [] : writtenParameters(text, offsetOf(text, location));
  const shape = { count: count ?? parameters.length, hasCallback };
  const position = callbackPosition(parameters, request.callback, shape);
  if (typeof position !== 'number') return { text: given, hasCallback };
  const left = Array<string>(position - shape.count).fill('undefined');
  const all = [given, ...left, 'callback'].filter((part) => part !== '');
  return { text: all.join(', '), hasCallback: true };
}

function offsetOf(text: string, { line, column }: Location): number {
  return new TextLines(text).offsetAt({ line0: line - 1, column0: column - 1 });
}

function readIfGiven(expression: string | undefined): CallExpression | undefined {
  return expression === undefined || expression.trim() === ''
    ? undefined
    : readCallExpression(expression, 'loaded');
}

/** `pool` for a `Pool`. */
function receiverName(name: string): string {
  const small = name.charAt(0).toLowerCase() + name.slice(1);
  return small === name || taken.has(small) ? 'receiver' : small;
}

/** What stands before a member's name: `static`, `get` … */
function memberWords(text: string, { location }: FunctionDescription): readonly string[] {
  const before = /^(?:(?:static|async|override|public|protected|get|set)\s+)+/.exec(
    text.slice(offsetOf(text, location)),
  );
  return before?.[0].trim().split(/\s+/) ?? [];
}

function memberCall(
  object: string,
  member: string,
  words: readonly string[],
  given: string,
): string {
  if (words.includes('get')) return `${object}.${member}`;
  if (words.includes('set')) return `(${object}.${member} = ${given === '' ? 'undefined' : given})`;
  return `${object}.${member}(${given})`;
}

const limitNames = ['maxCalls', 'timeBudget', 'memoryBudget', 'callTimeout'] as const;

/** Those that the run itself was given, as launch.json can. */
function limitsOf(request: RunRequest): readonly string[] {
  return limitNames.flatMap((name) => {
    const value = request[name];
    return value === undefined ? [] : [`${name}: ${value}`];
  });
}

interface CheckParts {
  readonly style: ModuleStyle;
  readonly isTypeScript: boolean;
  readonly found: ListedExport;
  readonly from: string;
  readonly call: CheckCall;
  readonly limits: readonly string[];
}

function checkText(parts: CheckParts): string {
  const { style, call, limits } = parts;
  return [
    [...style.begins, ...importLines(parts)],
    call.uses.has('i') ? ['let calls = 0;'] : [],
    call.receiver === undefined
      ? []
      : style.exportsFunction('setup', '()', [`return ${call.receiver.value};`]),
    runLines(parts),
    limits.length === 0 ? [] : [style.exportsValue('options', `{ ${limits.join(', ')} }`)],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function importLines({ style, found, from, call }: CheckParts): readonly string[] {
  return [
    ...(call.uses.has('require') ? style.requires : []),
    ...(call.name === undefined ? [] : [style.imports(found.as, call.name, from)]),
    ...(call.uses.has('exports') ? [style.importsAll('loaded', from)] : []),
  ];
}

function runLines({ style, isTypeScript, call }: CheckParts): readonly string[] {
  const { receiver, expression, uses } = call;
  const type = isTypeScript ? ': ReturnType<typeof setup>' : '';
  const number = uses.has('i') ? ['const i = calls++;'] : [];
  const body = uses.has('callback')
    ? callbackLines(expression, isTypeScript)
    : [`return ${expression};`];
  const parameters = receiver === undefined ? '()' : `(${receiver.name}${type})`;
  return style.exportsFunction('run', parameters, [...number, ...body]);
}

/** The call is over when its callback is called. */
function callbackLines(expression: string, isTypeScript: boolean): readonly string[] {
  const [result, type] = isTypeScript ? ['<void>', '?: unknown'] : ['', ''];
  return [
    `return new Promise${result}((resolve, reject) => {`,
    `  const callback = (error${type}) => (error ? reject(error) : resolve());`,
    `  ${expression};`,
    '});',
  ];
}
