import { objectsAtRate } from './objectsPerCall';
import { rateAsFraction } from './quantities';
import type { Suspect } from './report';
import { said, sized, type Sentence } from './sentence';

/** `sessions keeps 1 Session (64 B) per call, and 2 more causes grow along`: a leak in half a sentence. */
export function keepsAlong(first: Suspect, others: number): Sentence {
  if (others === 0) return keeps(first);
  return others === 1
    ? said`${keeps(first)}, and one more cause grows along`
    : said`${keeps(first)}, and ${others} more causes grow along`;
}

function keeps({ leakRoot, type, objectsPerCall, bytesPerCall }: Suspect): Sentence {
  const bytes = sized(bytesPerCall);
  if (objectsPerCall === 0) return said`${leakRoot.name} keeps ${bytes} more per call`;
  const objects = objectsAtRate(objectsPerCall, type.name, type.kind);
  return rateAsFraction(objectsPerCall).calls === 1
    ? said`${leakRoot.name} keeps ${objects} (${bytes}) per call`
    : said`${leakRoot.name} keeps ${objects} (${bytes} per call)`;
}
