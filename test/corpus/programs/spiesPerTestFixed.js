// Every spy of the default sandbox is remembered until `restore`.
const sinon = require('sinon');

function testMailer(user) {
  const send = sinon.spy();
  send(user, 'welcome');
  sinon.restore();
  return send.callCount;
}

module.exports = { testMailer };
