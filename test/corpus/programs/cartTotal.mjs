// An autorun for each rendered cart watches the shared prices.
import { autorun, observable } from 'mobx';

const prices = observable({ apple: 2, pear: 3 });

export function renderCart(count) {
  let html = '';
  const stop = autorun(() => { // grows
    html = `${count} apples: ${count * prices.apple}`;
  });
  return html + typeof stop;
}
