import { callbackParameter } from '../../core/source/callbackPosition';
import { defaultLimits, type CallRequest, type Limits } from '../../diagnoseRequest';
import { UserError } from '../../errors';
import type { CapturedCall } from './captureCall';
import { LeakCheck } from './leakCheck';
import type { CallTarget } from '../loop/loopDriver';
import type { RemoteObject } from '../protocol/remoteObject';
import { resolveCall } from './resolveCall';
import type { FunctionSelector, LiveFunction } from './resolveFunction';
import type { Target } from '../process/target';
import { option, said, type Sentence } from '../../core/report/sentence';
import type { Scripts } from '../source/scripts';

/** What is asked for, and the module that it is asked of. */
export interface CallPreparation {
  /** Of the source, as the user knows it. */
  readonly source: string;
  readonly at: FunctionSelector;
  readonly call: CallRequest;
  readonly captured?: CapturedCall;
  readonly limits: Partial<Limits>;
  readonly namespace: RemoteObject;
  /** The file that runs. */
  readonly file: string;
  readonly scripts: Scripts;
}

/** One call, ready to be made again and again. Disposing of it ends it, if it was not ended before. */
export interface PreparedCall extends AsyncDisposable {
  readonly call: CallTarget;
  /** Those asked for, before those that the file itself has, before those that hold for all. */
  readonly limits: Limits;
  /** What whoever asked for the call may not expect of it. */
  readonly warnings: readonly Sentence[];
  /** The remedy where each call throws. */
  readonly ifAllThrow: Sentence;
  /** Undoes what was done for the calls; what went wrong in it are warnings. */
  end(): Promise<readonly Sentence[]>;
}

/**
 * What one call is, and what has to be done before the first one and after the last.
 *
 * @throws UserError `bad-arguments`, `no-receiver`; of a leak check `bad-check`, `setup-failed`
 */
export function prepareCall(
  target: Target,
  live: LiveFunction,
  preparation: CallPreparation,
): Promise<PreparedCall> {
  if (preparation.at.kind === 'check') return prepareCheck(target, live, preparation);
  switch (live.description.kind) {
    case 'script':
      return Promise.resolve(prepareScript(live, preparation));
    case 'test':
      return prepareTest(live, preparation);
    default:
      return prepareFunction(target, live, preparation);
  }
}

function prepareScript({ fn }: LiveFunction, { limits }: CallPreparation): PreparedCall {
  return {
    call: { fn, drains: false },
    warnings: [],
    limits: { ...defaultLimits, ...limits },
    ifAllThrow: said`A script is run again in the same process: what it takes for itself (a port, a file) it must give back.`,
    end: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What a test is called with is its runner's affair. */
function prepareTest(
  { fn }: LiveFunction,
  { call, limits }: CallPreparation,
): Promise<PreparedCall> {
  if (call.args !== undefined || call.receiver !== undefined) {
    throw new UserError(
      'bad-arguments',
      said`A test is called by its runner, with what the runner gives it. Run it without arguments and without an object (this).`,
    );
  }
  return Promise.resolve({
    call: { fn, drains: false },
    warnings: [],
    limits: { ...defaultLimits, ...limits },
    ifAllThrow: said`Let the test pass first. It must pass as often as it is run in the same process.`,
    end: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

async function prepareFunction(
  target: Target,
  live: LiveFunction,
  preparation: CallPreparation,
): Promise<PreparedCall> {
  const { captured } = preparation;
  const asked = captured === undefined ? preparation.call : { ...preparation.call, captured };
  const call = await resolveCall(target, live, asked, preparation);
  return {
    call,
    warnings: [
      ...(captured === undefined ? [] : [capturedWarning]),
      ...(call.callbackAt === undefined ? [] : [callbackWarning(live)]),
    ],
    limits: { ...defaultLimits, ...preparation.limits },
    ifAllThrow: said`If it needs arguments, give them with ${option('--args')}, such as ["user" + i]; ${option('--this')} gives the object that it is called on, if it needs one.`,
    end: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const capturedWarning = said`All calls were made with what one real call got, the very same objects: what a call changes in them, the next one finds changed.`;

function callbackWarning({ site, description }: LiveFunction): Sentence {
  const parameter = callbackParameter(site?.site.parameters ?? []);
  const what =
    parameter === undefined
      ? said`${description.name} got a callback`
      : said`${description.name} got a callback as ${parameter}`;
  return said`${what}: each call lasted until it was called. If that is not meant so, ${option('--no-callback')} calls it without.`;
}

async function prepareCheck(
  target: Target,
  { fn }: LiveFunction,
  { namespace, source, limits: asked }: CallPreparation,
): Promise<PreparedCall> {
  const check = await LeakCheck.open(target, namespace, source);
  const limits = { ...defaultLimits, ...(await check.limits()), ...asked };
  const receiver = await check.receiver(fn);
  const argsOf = await check.setUp(limits.callTimeoutMillis);
  let ended: Promise<readonly Sentence[]> | undefined;
  const end = (): Promise<readonly Sentence[]> =>
    (ended ??= check.tearDown(limits.callTimeoutMillis));
  return {
    call: {
      fn,
      ...(receiver === undefined ? {} : { receiver }),
      ...(argsOf === undefined ? {} : { argsOf }),
    },
    warnings: [],
    limits,
    ifAllThrow: said`Correct the check: a call must work as often as it is made. What it needs is made once by setup() and is the argument of each call.`,
    end,
    [Symbol.asyncDispose]: async () => {
      await end();
    },
  };
}
