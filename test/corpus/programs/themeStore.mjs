import { createStore } from 'zustand/vanilla';

const theme = createStore(() => ({ dark: false }));

export function mountButton(label) {
  const button = { label, className: theme.getState().dark ? 'dark' : 'light' };
  const unmount = theme.subscribe((state) => { // grows
    button.className = state.dark ? 'dark' : 'light';
  });
  return { button, unmount };
}
