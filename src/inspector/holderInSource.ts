import type { Cause } from '../core/causes';
import type { HeapIndex } from '../core/heapIndex';
import type { GrowthSite, Location } from '../core/report';
import type { Scripts } from './scripts';

export async function holderDeclaration(
  _s: Scripts,
  _i: HeapIndex,
  _c: Cause,
): Promise<Location | undefined> {
  return Promise.resolve(undefined);
}
export async function growthLineInSource(
  _s: Scripts,
  _i: HeapIndex,
  _c: Cause,
): Promise<GrowthSite | undefined> {
  return Promise.resolve(undefined);
}
