import { atom } from 'nanostores';

const session = atom({ name: 'ada' });

export function showProfile(user) {
  const view = { user, title: '' };
  const unbind = session.subscribe((value) => { // grows
    view.title = `${value.name} looks at ${user}`;
  });
  return view.title + typeof unbind;
}
