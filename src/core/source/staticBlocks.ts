import { findNodeAround } from 'acorn-walk';
import type { GeneratedPosition } from './location';
import type { Script } from './script';

/** Whether the line of a position, from there on, is in a static block of a class. */
export function isInStaticBlock({ program, lines }: Script, position: GeneratedPosition): boolean {
  const { line0, column0 } = position;
  const indent = /^\s*/.exec(lines.lineText(line0))![0].length;
  const offset = lines.offsetAt({ line0, column0: Math.max(column0, indent) });
  return findNodeAround(program, offset, 'StaticBlock') !== undefined;
}
