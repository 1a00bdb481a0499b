// A test helper mocks the API for each test and never takes the mocks away.
const nock = require('nock');

function testUser(id) {
  const scope = nock('http://users.internal');
  scope.get(`/users/${id}`).reply(200, { id });
  nock.cleanAll();
  return scope.isDone();
}

module.exports = { testUser };
