// A container for each request, which is not reset.
require('reflect-metadata');
const { Container } = require('typedi');

function handle(requestId) {
  const container = Container.of(requestId); // grows
  container.set('user', { name: 'ada', requestId });
  const { name } = container.get('user');
  return name;
}

module.exports = { handle };
