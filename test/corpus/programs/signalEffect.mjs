// Effects form a linked list behind the signal that they read.
import { effect, signal } from '@preact/signals-core';

const locale = signal('en');

export function renderRow(id) {
  let html = '';
  const dispose = effect(() => {
    html = `<tr lang="${locale.value}"><td>${id}</td></tr>`; // grows
  });
  return html + typeof dispose;
}
