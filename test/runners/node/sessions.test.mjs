import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { login, logout } from '../sessions.js';

describe('sessions', () => {
  let session;

  beforeEach(() => {
    session ??= login('ada');
  });
  afterEach(() => {
    logout(session);
    session = undefined; // a subtest has these hooks, too
  });

  describe('of one user', { concurrency: true }, () => {
    let users;

    beforeEach((t, done) => {
      users = [session.user];
      setImmediate(done);
    });

    it('know the user', async (t) => {
      t.plan?.(1); // Node 18 has none
      const other = login('bob');
      t.after(() => logout(other));
      await t.test('by name', () => assert.deepEqual(users, ['ada']));
    });

    it('are new for each login', () => {
      assert.notEqual(login('ada'), session);
    });

    it.skip('are never made here', () => {
      login('ada');
    });
  });
});
