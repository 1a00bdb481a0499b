import { greet, list, listed, unlist, type Person, type User } from '../../users';

describe('users', (): void => {
  const person: Person = { name: 'ada' };
  let user: User;

  beforeEach((): void => {
    if (!listed.has(globalThis.admin!)) throw new Error('setUp.ts was not run');
    user = list(person);
  });

  afterEach((): void => {
    unlist(user);
  });

  it('are found', (): void => {
    const other: User = list({ name: 'bob' });
    unlist(other);
  });

  it('stay listed', (): void => {
    list({ name: 'carl' });
  });

  it('are greeted', (): void => {
    greet(user);
  });
});
