import type { NativeGrowth } from '../loop/nativeTrend';
import { advised } from './advised';
import type { GrowthSite, Suspect } from '../report/report';
import { said } from '../report/sentence';

/** Memory that native code takes and keeps, as a suspect: bytes of the process, of which V8 knows nothing. */
export function nativeMemorySuspect(
  { bytesPerCall, confidence }: NativeGrowth,
  growthSite: GrowthSite | undefined,
): Suspect {
  return {
    type: { name: 'native memory', kind: 'native' },
    objectsPerCall: 0,
    bytesPerCall,
    survivorsPerBatch: [],
    confidence,
    heldBy: 'native',
    leakRoot: { name: 'native code', type: 'process' },
    ...(growthSite === undefined ? {} : { growthSite }),
    passengers: [],
    chain: [
      {
        edge: { kind: 'root', name: '' },
        type: 'process',
        label: 'native code',
        id: 0,
        bornIn: 'before',
        selfSize: 0,
        retainedSize: 0,
        referrers: 0,
        leakRoot: true,
      },
    ],
    alsoHeldBy: [],
    fingerprint: 'native code (process) > native memory',
    ...advised(
      growthSite === undefined
        ? said`Only native code can take such memory: look at the calls into native packages and Node, and at what they want to have freed, closed or disposed of.`
        : said`This is where the process grew, as its size was looked at before each statement and call: see whether what is called there has to be freed, closed or disposed of.`,
    ),
  };
}
