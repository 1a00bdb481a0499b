// The state is shared by all requests; each adds a listener to log what changed while it ran.
import { legacy_createStore as createStore } from 'redux';

const store = createStore((state = { visits: 0 }, action) =>
  action.type === 'visit' ? { visits: state.visits + 1 } : state,
);

export function handleRequest(url) {
  const changes = [];
  const unsubscribe = store.subscribe(() => changes.push(url));
  store.dispatch({ type: 'visit' });
  unsubscribe();
  return { status: 200, changes: changes.length, done: typeof unsubscribe };
}
