// State libraries: subscribe, change, let go.
import { Subject, interval, firstValueFrom, takeUntil, map, take, lastValueFrom, timer, shareReplay } from 'rxjs';
import { legacy_createStore as createStore } from 'redux';
import { observable, autorun, runInAction } from 'mobx';
import { produce } from 'immer';
import { EventEmitter } from 'eventemitter3';

const prices = new Subject();
const store = createStore((state = { count: 0, last: null }, action) => (action.type === 'add' ? { count: state.count + 1, last: action.item } : state));
const cart = observable({ items: [], total: 0 });
let documentState = { title: '', paragraphs: Array.from({ length: 50 }, (_, n) => ({ n, text: '' })) };
const bus = new EventEmitter();

export function watchPrice(i) {
  const seen = [];
  const subscription = prices.pipe(map((price) => price * 2)).subscribe((price) => seen.push(price));
  prices.next(i);
  subscription.unsubscribe();
  return seen;
}

export async function pollTwice(i) {
  const stop = new Subject();
  const value = await lastValueFrom(interval(1).pipe(map((n) => n + i), takeUntil(stop), take(2)));
  stop.next();
  stop.complete();
  return value;
}

export function dispatchAdd(i) {
  const unsubscribe = store.subscribe(() => store.getState().count);
  store.dispatch({ type: 'add', item: { id: i, text: `item ${i}` } });
  unsubscribe();
}

export function fillCart(i) {
  const dispose = autorun(() => cart.total + cart.items.length);
  runInAction(() => {
    cart.items.push({ id: i });
    if (cart.items.length > 20) cart.items.splice(0, cart.items.length - 10);
    cart.total = i;
  });
  dispose();
}

export function editDocument(i) {
  documentState = produce(documentState, (draft) => {
    draft.title = `version ${i}`;
    draft.paragraphs[i % 50].text = `text ${i}`;
  });
  return documentState.title;
}

export function onOff(i) {
  const listener = (value) => value + i;
  bus.on('tick', listener);
  bus.emit('tick', i);
  bus.off('tick', listener);
}

export async function firstOf(i) {
  return firstValueFrom(timer(1).pipe(map(() => ({ i })), shareReplay(1)));
}
