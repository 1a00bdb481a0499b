// An effect outside of any component is not stopped when the badge is gone.
import { effect, reactive } from '@vue/reactivity';

const presence = reactive({ online: 0 });

export function renderBadge(user) {
  let html = '';
  const runner = effect(() => {
    html = `${user}: ${presence.online} online`;
  });
  runner.effect.stop();
  return html.length + runner.length;
}
