import { greet, list, unlist, type Person, type User } from 'shop/users';

describe('users', (): void => {
  const person: Person = { name: 'ada' };
  let user: User;

  beforeEach((): void => {
    user = list(person);
  });

  afterEach((): void => {
    unlist(user);
  });

  it('are found', (): void => {
    const other: User = list({ name: 'bob' });
    setTimeout(() => expect(other).toBe(user), 1_000); // never runs, as all timers are fake
    jest.clearAllTimers();
    unlist(other);
  });

  it('stay listed', (): void => {
    list({ name: 'carl' });
  });

  it('are greeted', (): void => {
    greet(user);
  });
});
