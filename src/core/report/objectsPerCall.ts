import { formatRate, rateAsFraction, takesPlural } from './quantities';
import { counted, rated, said, type Sentence } from './sentence';

/**
 * `1 Session per call`, `2 strings per call`, `1 Session every 3 calls`; `a larger string each time`
 * where there is always one.
 */
export function objectsPerCall(rate: number, typeName: string): Sentence {
  if (rate === 0) return said`a larger ${typeName} each time`;
  const objects = objectsAtRate(rate, typeName);
  return rateAsFraction(rate).calls === 1 ? said`${objects} per call` : objects;
}

/** The same without `per call`, where that is said of several together. */
export function objectsAtRate(rate: number, typeName: string): Sentence {
  const { count, calls } = rateAsFraction(rate);
  const objects = objectsOf(count, typeName);
  return calls === 1 ? objects : said`${objects} every ${counted(calls)} calls`;
}

function objectsOf(count: number, typeName: string): Sentence {
  if (formatRate(count) === '1') return said`1 ${typeName}`;
  return takesPlural(typeName)
    ? said`${rated(count)} ${typeName}s`
    : said`${rated(count)} ${typeName} objects`;
}
