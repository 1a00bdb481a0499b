// A history of all visits.
import { List, Item } from 'linked-list';
class Visit extends Item { constructor(page) { super(); this.page = page; } }
const history = new List();
export function record(i) {
  history.append(new Visit('/page/' + i)); // grows
  if (history.size > Number.MAX_SAFE_INTEGER) history.head.detach();
  return history.size;
}
