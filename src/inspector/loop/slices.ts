import type { Cause } from '../../core/causes/causes';
import { partOfWhole, type PartOfWhole, type Slice } from '../../core/causes/partOfWhole';
import type { HeapIndex } from '../../core/heap/heapIndex';
import { describedSize } from '../explain/describedSize';
import { liveNode } from '../explain/liveNode';
import { release } from '../protocol/remoteObject';
import type { Target } from '../process/target';

/** A copy of the part must be worth it. */
const mostOfWhole = 0.5;

/** For each cause: what its first survivor has in use of a string or buffer that it keeps whole. */
export async function slicesOf(
  target: Target,
  index: HeapIndex,
  causes: readonly Cause[],
): Promise<(Slice | undefined)[]> {
  const slices: (Slice | undefined)[] = [];
  for (const { group } of causes) {
    const [first] = group.survivors;
    const found = first === undefined ? undefined : partOfWhole(index, first);
    slices.push(found && (await measured(target, index, found)));
  }
  return slices;
}

async function measured(
  target: Target,
  index: HeapIndex,
  { kind, part, wholeBytes }: PartOfWhole,
): Promise<Slice | undefined> {
  if (kind === 'string') return { kind, wholeBytes };
  const partBytes = await viewBytes(target, index, part);
  return partBytes === undefined || partBytes > mostOfWhole * wholeBytes
    ? undefined
    : { kind, partBytes, wholeBytes };
}

async function viewBytes(
  target: Target,
  index: HeapIndex,
  view: number,
): Promise<number | undefined> {
  const object = await liveNode(target, index, view);
  if (object === undefined) return undefined;
  const described = await describedSize(target.client, object);
  await release(target.client, object);
  if (described === undefined) return undefined;
  const perElement = bytesPerElement(described.className);
  return perElement && perElement * described.size;
}

/** Not known of classes that extend the language's own. */
function bytesPerElement(className: string): number | undefined {
  if (className === 'Buffer' || className === 'DataView') return 1;
  const bits = /^(?:Big)?(?:Uint|Int|Float)(8|16|32|64)(?:Clamped)?Array$/.exec(className)?.[1];
  return bits === undefined ? undefined : Number(bits) / 8;
}
