const { login, logout } = require('../sessions');

describe('sessions', () => {
  let session;

  beforeEach(() => {
    session = login('ada');
  });
  afterEach((done) => {
    logout(session);
    setImmediate(done);
  });

  describe('of one user', () => {
    it.each([
      ['ada', 1],
      ['bob', 2],
    ])('know %s at place %i', (user) => {
      const other = login(user);
      logout(other);
      expect(other.user).toBe(user);
    });

    it.concurrent('are new for each login', async () => {
      expect(login('ada')).not.toBe(session);
    });
  });
});
