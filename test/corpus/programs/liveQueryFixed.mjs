// A page is rendered with a live query that is never unsubscribed from.
import { Subject } from 'rxjs';
import { filter, map } from 'rxjs/operators';

const updates = new Subject();

export function render(topic) {
  const items = [];
  const subscription = updates
    .pipe(filter((update) => update.topic === topic), map((update) => update.text))
    .subscribe((text) => items.push(text));
  updates.next({ topic, text: 'breaking' });
  subscription.unsubscribe();
  return items.join() + subscription.closed;
}
