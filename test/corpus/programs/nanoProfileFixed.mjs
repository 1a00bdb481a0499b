import { atom } from 'nanostores';

const session = atom({ name: 'ada' });

export function showProfile(user) {
  const view = { user, title: '' };
  const unbind = session.subscribe((value) => {
    view.title = `${value.name} looks at ${user}`;
  });
  unbind();
  return view.title + typeof unbind;
}
