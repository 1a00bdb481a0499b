import type { Protocol } from 'devtools-protocol';
import { fileUrlToPath } from '../../core/source/fileUrl';
import { toSourcePosition } from '../../core/source/location';
import { writtenName } from '../../core/source/writtenName';
import type { ErrorPlace } from '../../errors';
import type { InspectorClient } from '../protocol/inspectorClient';
import type { Target } from './target';

/** What a thread is in the middle of. */
export type RunningFrame = Pick<
  Protocol.Runtime.CallFrame,
  'functionName' | 'url' | 'lineNumber' | 'columnNumber'
>;

/**
 * The innermost call of the program's own that a thread is in, and the place in it, which V8 interrupts to
 * answer: what is thrown in the interrupt has the stack of what was interrupted. Where Node alone runs, a frame
 * of Node's.
 *
 * @returns `none` where it waits in its event loop; undefined where it does not answer, as when the system blocks it
 */
export async function runningFrame(
  client: InspectorClient,
  millis: number,
): Promise<RunningFrame | 'none' | undefined> {
  const answer = await client.lastQuestion(
    'Runtime.evaluate',
    { expression: 'throw undefined', silent: true },
    millis,
  );
  if (answer === undefined) return undefined;
  const frames =
    answer.exceptionDetails?.stackTrace?.callFrames.filter(({ url }) => url !== '') ?? [];
  return frames.find(({ url }) => !url.startsWith('node:')) ?? frames[0] ?? 'none';
}

/** How long a process that has just answered may take to tell where it is. */
const answerMillis = 1_000;

export interface RunningPlace {
  /** `poll at /shop/poll.js:4:7` */
  readonly where: string;
  /** Absent where that is no file of the program's. */
  readonly place?: ErrorPlace;
}

/** What a process is in the middle of, as in an endless loop; undefined where it waits, or cannot tell. */
export async function runningPlace({
  client,
  scripts,
}: Pick<Target, 'client' | 'scripts'>): Promise<RunningPlace | undefined> {
  const frame = await runningFrame(client, answerMillis);
  if (frame === undefined || frame === 'none') return undefined;
  const { functionName, url, lineNumber: line0, columnNumber: column0 } = frame;
  const isOwn = !url.startsWith('node:');
  const { file, line, column } =
    isOwn && scripts !== undefined
      ? await scripts.locateByUrl(url, { line0, column0 })
      : { file: fileUrlToPath(url), ...toSourcePosition({ line0, column0 }) };
  const at = `${file}:${String(line)}:${String(column)}`;
  return {
    where: functionName === '' ? at : `${writtenName(functionName)} at ${at}`,
    ...(isOwn ? { place: { file, line, column } } : {}),
  };
}
