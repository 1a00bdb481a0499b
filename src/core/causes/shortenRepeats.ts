const step = String.raw`(?:\.get\(…\)|\.[\w$#]+|\[…\])`;
/** Steps that come three times or more in a row. */
const repeated = new RegExp(String.raw`((?:${step})+?)\1{2,}`, 'g');

/**
 * A path through a linked structure is as long as chance had it: what repeats is said once, so that it
 * can be read, and is the same in the next run. `first.next.next.next.item` is `first.next….item`.
 */
export function shortenRepeats(path: string): string {
  return path.replace(repeated, '$1…');
}
