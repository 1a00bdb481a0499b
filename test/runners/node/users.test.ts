import { describe, it, type TestContext } from 'node:test';
import { greet, list, unlist, type Person, type User } from '../users.ts';

describe('users', (): void => {
  const person: Person = { name: 'ada' };

  it('are found', (t: TestContext): void => {
    const user: User = list(person);
    t.after(() => unlist(user));
  });

  it('stay listed', (): void => {
    list(person);
  });

  it('are greeted', (): void => {
    const user: User = list(person);
    greet(user);
    unlist(user);
  });
});
