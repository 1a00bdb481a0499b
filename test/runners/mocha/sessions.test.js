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
    it('know the user', isOfUser);

    it('are new for each login', async function () {
      if (login('ada') === this.session) throw new Error('the same session');
    });
  });
});

function isOfUser(done) {
  done(this.session.user === 'ada' ? undefined : new Error(this.session.user));
}
