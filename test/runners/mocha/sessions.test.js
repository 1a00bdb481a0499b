const { login, logout } = require('../sessions');

describe('sessions', function () {
  beforeEach(function () {
    this.session = login('ada');
  });
  afterEach(function (done) {
    logout(this.session);
    setImmediate(done);
  });

  context('of one user', () => {
    it('know the user', function (done) {
      done(this.session.user === 'ada' ? undefined : new Error(this.session.user));
    });

    it('are new for each login', async function () {
      if (login('ada') === this.session) throw new Error('the same session');
    });
  });
});
