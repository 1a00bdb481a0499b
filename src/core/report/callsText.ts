import { counted, said, type Sentence } from './sentence';

/** `1 call`, `16,383 calls` */
export function callsText(calls: number): Sentence {
  return calls === 1 ? said`1 call` : said`${counted(calls)} calls`;
}
