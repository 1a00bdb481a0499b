// A container for each request, which is not reset.
require('reflect-metadata');
const { Container } = require('typedi');

function handle(requestId) {
  const container = Container.of(requestId);
  container.set('user', { name: 'ada', requestId });
  const { name } = container.get('user');
  Container.reset(requestId);
  return name;
}

module.exports = { handle };
