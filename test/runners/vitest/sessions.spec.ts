import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { login, logout, type Session } from './sessions';

describe('sessions', () => {
  let session: Session;

  beforeEach(() => {
    session = login('ada');
    return () => logout(session);
  });

  describe('of one user', () => {
    let users: readonly string[];

    afterEach(() => {
      users = [];
    });

    for (const name of ['bob', 'carl']) {
      it.concurrent(`know ${name}`, ({ expect, onTestFinished }) => {
        const other = login(name);
        onTestFinished(() => logout(other));
        users = [session.user, other.user];
        expect(users).toEqual(['ada', name]);
      });
    }

    it('are new for each login', async () => {
      expect(login('ada')).not.toBe(session);
    });
  });
});
