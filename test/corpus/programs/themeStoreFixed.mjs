import { createStore } from 'zustand/vanilla';

const theme = createStore(() => ({ dark: false }));

export function mountButton(label) {
  const button = { label, className: theme.getState().dark ? 'dark' : 'light' };
  const unmount = theme.subscribe((state) => {
    button.className = state.dark ? 'dark' : 'light';
  });
  unmount();
  return { button };
}
