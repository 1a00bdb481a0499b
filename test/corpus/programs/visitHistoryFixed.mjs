// A history of the last 350 visits.
import { List, Item } from 'linked-list';
class Visit extends Item { constructor(page) { super(); this.page = page; } }
const history = new List();
export function record(i) {
  history.append(new Visit('/page/' + i));
  if (history.size > 350) history.head.detach();
  return history.size;
}
