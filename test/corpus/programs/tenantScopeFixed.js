// What belongs to one request is registered in a container under a name of its own.
const { createContainer, asFunction, asValue } = require('awilix');

const container = createContainer();
container.register({ greeting: asFunction(({ locale }) => (locale === 'de' ? 'Hallo' : 'Hello')).transient() });

async function handleRequest(id) {
  const scope = container.createScope();
  scope.register('locale', asValue(id % 2 ? 'de' : 'en'));
  scope.register(`request:${id}`, asValue({ id, startedAt: Date.now() }));
  return `${scope.resolve('greeting')} ${scope.resolve(`request:${id}`).id}`;
}

module.exports = { handleRequest };
