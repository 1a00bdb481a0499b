import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
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

    it('know the user', () => {
      const other = login('bob');
      onTestFinished(() => logout(other));
      users = [session.user, other.user];
      expect(users).toEqual(['ada', 'bob']);
    });

    it('are new for each login', async () => {
      expect(login('ada')).not.toBe(session);
    });
  });
});
