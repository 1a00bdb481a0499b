import { fileUrlToPath } from '../../core/source/fileUrl';
import { toSourcePosition, type GeneratedPosition } from '../../core/source/location';

/** A place in a stack that V8 wrote as text. */
export interface StackPlace extends GeneratedPosition {
  /** `file:` URL or path. */
  readonly url: string;
}

/** `at f (/a.js:1:2)`, `at async file:///a.mjs:1:2`; Node's own begin with `node:`, and `eval` has no file. */
const ownFrames =
  /^\s*at (?!.*\beval at )(?:async )?(?:.*? \()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/gm;

/** The innermost frame of a stack in the program's own code, as V8 writes stacks. */
export function firstFrame(stack: string): StackPlace | undefined {
  for (const [, url, line, column] of stack.matchAll(ownFrames)) {
    return { url: url!, line0: Number(line) - 1, column0: Number(column) - 1 };
  }
  return undefined;
}

/** `file:line:column`, as terminals and editors link it. */
export function placeText(place: StackPlace): string {
  const { line, column } = toSourcePosition(place);
  return `${fileUrlToPath(place.url)}:${String(line)}:${String(column)}`;
}
