import { advised } from './advised';
import type { GrowthSite, Suspect } from '../report/report';
import { said } from '../report/sentence';

export interface OpenFilesGrowth {
  readonly perCall: number;
  /** Descriptors before the first batch, and after each. */
  readonly open: readonly number[];
  readonly growthSite?: GrowthSite;
}

/** Descriptors that calls leave open, as a suspect: numbers, which no object holds but the process. */
export function openFilesSuspect({ perCall, open, growthSite }: OpenFilesGrowth): Suspect {
  const survivorsPerBatch = open.slice(1).map((count, batch) => Math.max(0, count - open[batch]!));
  return {
    type: { name: 'file descriptor', kind: 'number' },
    objectsPerCall: perCall,
    bytesPerCall: 0,
    survivorsPerBatch,
    confidence: 1,
    heldBy: 'native',
    leakRoot: {
      name: 'open files',
      type: 'process',
      size: { before: open[0]!, after: open.at(-1)! },
    },
    ...(growthSite === undefined ? {} : { growthSite }),
    passengers: [],
    chain: [
      {
        edge: { kind: 'root', name: '' },
        type: 'process',
        label: 'open files',
        id: 0,
        bornIn: 'before',
        selfSize: 0,
        retainedSize: 0,
        referrers: 0,
        leakRoot: true,
      },
    ],
    alsoHeldBy: [],
    fingerprint: 'open files (process) > file descriptor',
    ...advised(
      said`Each call opens what stays open, though nothing refers to it: close it when it has done its work, in a finally, so also when that fails.`,
    ),
  };
}
