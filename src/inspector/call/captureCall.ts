import { callbackParameter } from '../../core/source/callbackPosition';
import type { FunctionSite } from '../../core/source/functionSites';
import { UserError } from '../../errors';
import captureSource from './capture.target.js';
import { RecordingBreakpoints, type ScriptPlace } from '../watch/recordingBreakpoints';
import {
  awaitedValueOf,
  callOn,
  elementsOf,
  instantiate,
  valueOf,
  type RemoteObject,
} from '../protocol/remoteObject';
import type { LiveFunction } from './resolveFunction';
import type { Scripts } from '../source/scripts';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';

/** What a real call was made with. */
export interface CapturedCall {
  /** Undefined where `this` was no object. */
  readonly receiver?: RemoteObject;
  /** Makes the arguments of a call; see CallTarget. */
  readonly argsOf: RemoteObject;
  /** Arguments that each call gets. */
  readonly count: number;
}

/**
 * Waits until the function is really called, for as long as that takes, and takes its `this` and its
 * arguments; the program never stops.
 *
 * @param callback whether calls get a callback of ours; see CallRequest
 * @throws UserError `cannot-capture` for a function that cannot be watched, and for what can be used only once
 */
export async function captureCall(
  target: Target,
  scripts: Scripts,
  live: LiveFunction,
  callback: boolean | undefined,
): Promise<CapturedCall> {
  const { client } = target;
  const { name } = live.description;
  const site = live.site?.site;
  if (site === undefined) {
    throw cannotCapture(said`${name} is native or bound: its calls cannot be watched`);
  }
  const { objectId } = await callOn(
    client,
    await instantiate(client, 'capture', captureSource),
    'function () { return this() }',
  );
  const capture = { objectId: objectId! };
  const body = site.isArrow ? await bodyOf(target, scripts, live.fn, site) : undefined;
  await nextCall(target, capture, callParts(site, name), (breakpoints, condition) =>
    body === undefined
      ? breakpoints.addOnCall(live.fn, condition)
      : breakpoints.add(body, condition),
  );
  const names = site.parameters.filter(({ isRest }) => !isRest).map(({ text }) => text);
  const oneShots = await oneShotsIn(target, scripts, capture, names);
  if (oneShots.length > 0) {
    throw cannotCapture(
      said`A call of ${name} was captured, and what it got can be used only once: ${oneShots.join(', ')}. Calling it again with these would use what is used up`,
    );
  }
  return takenFrom(target, capture, ownArguments(site, callback));
}

/** What the call got that can be used only once: `socket (Socket)`. Getters are called only where they are Node's. */
async function oneShotsIn(
  { client, finder }: Target,
  scripts: Scripts,
  capture: RemoteObject,
  names: readonly string[],
): Promise<readonly string[]> {
  const { objectId } = await callOn(
    client,
    capture,
    'function (names) { return this.bodyReaders(names) }',
    [{ value: names }],
  );
  const nodesOwn: RemoteObject[] = [];
  for (const found of await elementsOf(client, { objectId: objectId! })) {
    const reader = { objectId: found.objectId! };
    const place = await finder.functionPlace(reader);
    if (place !== undefined && (await scripts.isNodesOwn(place.scriptId))) nodesOwn.push(reader);
  }
  return valueOf<readonly string[]>(
    client,
    capture,
    'function (names, ...bodyReaders) { return this.oneShots(names, bodyReaders) }',
    [{ value: names }, ...nodesOwn],
  );
}

/** Arguments of the real call that count: its callback would be the one of whoever called. */
function ownArguments({ parameters }: FunctionSite, callback: boolean | undefined): number {
  const hasCallback = callback ?? callbackParameter(parameters) !== undefined;
  return hasCallback ? Math.max(0, parameters.length - 1) : Number.MAX_SAFE_INTEGER;
}

async function takenFrom(
  { client }: Target,
  capture: RemoteObject,
  most: number,
): Promise<CapturedCall> {
  const receiver = await callOn(
    client,
    capture,
    'function () { return { self: this.receiver() } }',
  );
  const { result } = await client.send('Runtime.getProperties', {
    objectId: receiver.objectId!,
    ownProperties: true,
  });
  const self = result.find((property) => property.name === 'self')?.value?.objectId;
  const argsOf = await callOn(
    client,
    capture,
    'function (most) { return this.argumentsOf(most) }',
    [{ value: most }],
  );
  const count = await valueOf<number>(client, capture, 'function () { return this.count() }');
  return {
    ...(self === undefined ? {} : { receiver: { objectId: self } }),
    argsOf: { objectId: argsOf.objectId! },
    count: Math.min(count, most),
  };
}

/** Where an arrow's parameters have their values: Node 18 stops at its entry before they do. */
async function bodyOf(
  { finder }: Target,
  scripts: Scripts,
  fn: RemoteObject,
  { bodyStart }: FunctionSite,
): Promise<ScriptPlace | undefined> {
  const place = await finder.functionPlace(fn);
  const loaded = place === undefined ? undefined : await scripts.get(place.scriptId);
  if (loaded === undefined) return undefined;
  return { scriptId: loaded.scriptId, ...loaded.script.lines.positionAt(bodyStart) };
}

async function nextCall(
  target: Target,
  capture: RemoteObject,
  parts: string,
  addTo: (breakpoints: RecordingBreakpoints, condition: string) => Promise<void>,
): Promise<void> {
  await using breakpoints = await RecordingBreakpoints.open(target);
  const recorder = await callOn(
    target.client,
    capture,
    'function () { return (self, args) => this.record(self, args) }',
  );
  const record = await breakpoints.expose({ objectId: recorder.objectId! });
  await addTo(breakpoints, `${record}(${parts})`);
  await awaitedValueOf(target.client, capture, 'function () { return this.called() }');
}

/**
 * What stands for `this` and the arguments where a function is entered. Arrows have neither: their
 * parameters are read by name, patterns as the expressions that make such a value again.
 */
function callParts({ isArrow, kind, parameters }: FunctionSite, name: string): string {
  if (!isArrow) return `${kind === 'constructor' ? 'undefined' : 'this'}, arguments`;
  const unreadable = parameters.find(({ text }) => /^[[{].*=/s.test(text));
  if (unreadable !== undefined) {
    throw cannotCapture(
      said`The arguments of ${name} cannot be read back: ${unreadable.text} has defaults within`,
    );
  }
  const values = parameters.map(({ text, isRest }) => (isRest ? `...${text}` : text));
  return `undefined, [${values.join(', ')}]`;
}

function cannotCapture(problem: Sentence): UserError {
  return new UserError(
    'cannot-capture',
    said`${problem}. Choose a function that it calls, or give arguments that are made anew for each call with ${option('--args')}.`,
  );
}
