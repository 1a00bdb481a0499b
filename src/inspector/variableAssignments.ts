import type { HeapIndex } from '../core/heapIndex';
import type { LoadedScript, Scripts } from './scripts';
export async function variableAssignments(_s: Scripts, _i: HeapIndex, _v: string, _c: number): Promise<{loaded: LoadedScript, assignments: {position:{line0:number,column0:number}}[]} | undefined> { return Promise.resolve(undefined); }
