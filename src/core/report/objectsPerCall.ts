import { formatRate, rateAsFraction, takesPlural } from './quantities';
import type { TypeKind } from './report';
import { counted, rated, said, type Sentence } from './sentence';

/**
 * `1 Session per call`, `2 strings per call`, `1 Session every 3 calls`; `a larger string each time`
 * where there is always one.
 */
export function objectsPerCall(rate: number, typeName: string, kind?: TypeKind): Sentence {
  if (rate === 0) return said`a larger ${typeName} each time`;
  const objects = objectsAtRate(rate, typeName, kind);
  return rateAsFraction(rate).calls === 1 ? said`${objects} per call` : objects;
}

/** The same without `per call`, where that is said of several together. */
export function objectsAtRate(rate: number, typeName: string, kind?: TypeKind): Sentence {
  const { count, calls } = rateAsFraction(rate);
  const objects = objectsOf(count, typeName, kind);
  return calls === 1 ? objects : said`${objects} every ${counted(calls)} calls`;
}

function objectsOf(count: number, typeName: string, kind?: TypeKind): Sentence {
  if (formatRate(count) === '1') return said`1 ${typeName}`;
  if (kind === 'closure' && !takesPlural(typeName)) {
    return said`${rated(count)} ${typeName} functions`;
  }
  return takesPlural(typeName)
    ? said`${rated(count)} ${typeName}s`
    : said`${rated(count)} ${typeName} objects`;
}
