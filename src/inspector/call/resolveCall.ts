import { pathToFileURL } from 'node:url';
import { UserError } from '../../errors';
import { callbackPosition, type ArgumentsShape } from '../../core/source/callbackPosition';
import type { CapturedCall } from './captureCall';
import type { CallTarget } from '../loop/loopDriver';
import {
  callOn,
  runOn,
  evaluate,
  release,
  TargetError,
  valueOf,
  type RemoteObject,
} from '../protocol/remoteObject';
import { expressionProblemText } from '../../core/report/expressionProblemText';
import { expressionProblem } from '../../core/source/expressionProblem';
import type { LiveFunction } from './resolveFunction';
import { possibleReceivers, resolveReceiver, type ReceiverPlaces } from './resolveReceiver';
import type { Target } from '../process/target';
import { said, type Sentence } from '../../core/report/sentence';

/** Expressions of the user's, evaluated in the target with `exports` and `require` of the file at hand. */
export interface CallExpressions {
  /** An array; `i` is the call's number. */
  readonly args?: string;
  readonly receiver?: string;
}

/** What is asked for of a call. */
export interface AskedCall extends CallExpressions {
  readonly callback?: boolean;
  readonly drains?: boolean;
  /** Of a real call, in place of the expressions. */
  readonly captured?: CapturedCall;
}

/**
 * What one call is: the function, its receiver, its arguments and when it is over.
 *
 * @throws UserError `bad-arguments` when an expression cannot be evaluated, `no-receiver`
 */
export async function resolveCall(
  target: Target,
  live: LiveFunction,
  { args, receiver, callback, drains = true, captured }: AskedCall,
  scope: ReceiverPlaces & { readonly file: string },
): Promise<CallTarget> {
  const self =
    receiver !== undefined
      ? { receiverFrom: await evaluateReceiver(target, live, receiver, scope) }
      : receiverOf(
          captured === undefined ? await resolveReceiver(target, live, scope) : captured.receiver,
        );
  const given =
    captured === undefined ? await givenArguments(target, args, scope) : ofCall(captured);
  const callbackAt = callbackPosition(live.site?.site.parameters ?? [], callback, given?.first);
  return {
    fn: live.fn,
    constructs: live.description.kind === 'constructor',
    drains,
    ...self,
    ...(given === undefined ? {} : { argsOf: given.argsOf }),
    ...(callbackAt === undefined ? {} : { callbackAt }),
  };
}

function receiverOf(receiver: RemoteObject | undefined): Pick<CallTarget, 'receiver'> {
  return receiver === undefined ? {} : { receiver };
}

/**
 * `instances` are the objects that come into question, wherever they are held.
 *
 * @returns a function that returns the object, in whose scope it is `this`: so is called what leaks in an object that
 * nobody else has
 */
async function evaluateReceiver(
  target: Target,
  live: LiveFunction,
  expression: string,
  scope: { readonly namespace: RemoteObject; readonly file: string },
): Promise<RemoteObject> {
  const candidates = /\binstances\b/.test(expression) ? await possibleReceivers(target, live) : [];
  const instances = await target.finder.listOf(candidates);
  const given = { ...scope, instances };
  const asked = { option: '--this', expression, source: expression } as const;
  const receiver = await evaluateInScope(target, asked, given);
  const holder = await callOn(
    target.client,
    receiver,
    `function () { return { 'Leak Loop': () => this }['Leak Loop'] }`,
  );
  for (const handle of [receiver, instances, ...candidates]) await release(target.client, handle);
  return { objectId: holder.objectId! };
}

function ofCall({ argsOf, count }: CapturedCall): GivenArguments {
  return { argsOf, first: { count, hasCallback: false } };
}

function givenArguments(
  target: Target,
  args: string | undefined,
  scope: { readonly namespace: RemoteObject; readonly file: string },
): Promise<GivenArguments | undefined> {
  return args === undefined ? Promise.resolve(undefined) : argumentsOf(target, args, scope);
}

interface GivenArguments {
  readonly argsOf: RemoteObject;
  /** Of the first call. */
  readonly first: ArgumentsShape;
}

async function argumentsOf(
  target: Target,
  expression: string,
  scope: { readonly namespace: RemoteObject; readonly file: string },
): Promise<GivenArguments> {
  const source = `(i, callback) => (${expression}\n)`;
  const argsOf = await evaluateInScope(target, { option: '--args', expression, source }, scope);
  const shape = await valueOf<ArgumentsShape | null>(
    target.client,
    argsOf,
    `function () {
      const callback = () => {};
      const args = this(0, callback);
      if (!Array.isArray(args)) return null;
      return { count: args.length, hasCallback: args.includes(callback) };
    }`,
  ).catch((error: unknown) => {
    throw error instanceof TargetError ? badArguments('--args', expression, error.message) : error;
  });
  if (shape === null) {
    throw badArguments('--args', expression, said`it is not an array`);
  }
  return { argsOf, first: shape };
}

interface AskedExpression {
  readonly option: ExpressionOption;
  /** As it was given. */
  readonly expression: string;
  /** What is evaluated of it. */
  readonly source: string;
}

interface EvaluationScope {
  readonly namespace: RemoteObject;
  readonly file: string;
  readonly instances?: RemoteObject;
}

async function evaluateInScope(
  target: Target,
  { option, expression, source }: AskedExpression,
  { namespace, file, instances }: EvaluationScope,
): Promise<RemoteObject> {
  try {
    const own = instances === undefined ? '' : ', instances';
    const wrapper = await evaluate(target.client, `((require, exports${own}) => (${source}\n))`);
    const value = await runOn(
      target.client,
      target.harness,
      `function (wrapper, url, namespace, instances) {
        return wrapper(this.requireFrom(url), namespace, instances);
      }`,
      [
        { objectId: wrapper.objectId! },
        { value: pathToFileURL(file).href },
        namespace,
        ...(instances === undefined ? [] : [instances]),
      ],
    );
    if (value.objectId === undefined) {
      throw badArguments(option, expression, said`it is not an object`);
    }
    return { objectId: value.objectId };
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const problem = expressionProblem(expression);
    const why = problem === undefined ? error.message : expressionProblemText(problem);
    throw badArguments(option, expression, why);
  }
}

const howReceiver = said`It is a JavaScript expression, evaluated in the process; exports is the file's module, require its require.`;
const howArguments = said`Write an array with an entry for each argument, such as ${'["user" + i]'}: a JavaScript expression, evaluated in the process for each call; i is its number, exports the file's module, require its require.`;

type ExpressionOption = '--args' | '--this';

/** @param problem of a text its first line is told */
function badArguments(
  given: ExpressionOption,
  expression: string,
  problem: Sentence | string,
): UserError {
  const why = typeof problem === 'string' ? problem.split('\n')[0]! : problem;
  return new UserError(
    'bad-arguments',
    given === '--args'
      ? said`The arguments ${expression} cannot be used: ${why}. ${howArguments}`
      : said`The object ${expression} cannot be used: ${why}. ${howReceiver}`,
  );
}
