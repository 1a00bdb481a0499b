// An effect outside of any component is not stopped when the badge is gone: what it reads keeps it.
import { effect, reactive } from '@vue/reactivity';

const presence = reactive({ online: 0 });

export function renderBadge(user) {
  let html = '';
  const runner = effect(() => {
    html = `${user}: ${presence.online} online`; // grows
  });
  return html.length + runner.length;
}
