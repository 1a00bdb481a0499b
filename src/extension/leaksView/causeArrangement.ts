import { describeHolder } from '../../core/report/describeCause';
import type { Suspect } from '../../core/report/report';
import { fileName } from './locationText';

export const causeOrders = ['bytes', 'objects', 'name'] as const;

export type CauseOrder = (typeof causeOrders)[number];

/** In which order causes are listed, and which of them. */
export interface CauseArrangement {
  readonly order: CauseOrder;
  /** Words that all have to be in what a cause says; empty for every cause. */
  readonly filter: string;
}

/** As reports have them. */
export const plainArrangement: CauseArrangement = { order: 'bytes', filter: '' };

/** The causes that match, in order; equal ones stay as the report has them. */
export function arrangeCauses(
  causes: readonly Suspect[],
  { order, filter }: CauseArrangement,
): readonly Suspect[] {
  return causes.filter((cause) => matches(cause, filter)).sort(comparisons[order]);
}

const comparisons: Readonly<Record<CauseOrder, (one: Suspect, other: Suspect) => number>> = {
  bytes: (one, other) => other.bytesPerCall - one.bytesPerCall,
  objects: (one, other) => other.objectsPerCall - one.objectsPerCall,
  name: (one, other) => describeHolder(one).localeCompare(describeHolder(other)),
};

function matches(cause: Suspect, filter: string): boolean {
  const text = searchedText(cause).toLowerCase();
  const words = filter.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}

/** Holder, type, links and files: what its rows name. */
function searchedText(cause: Suspect): string {
  const { type, chain, growthSite, leakRoot, allocationSite } = cause;
  const places = [growthSite?.location, leakRoot.location, allocationSite?.location, type.location];
  return [
    describeHolder(cause),
    type.name,
    ...chain.flatMap(({ label, type: linkType }) => [label, linkType]),
    ...places.flatMap((place) => (place === undefined ? [] : fileName(place.file))),
  ].join('\n');
}
