// Each request binds its own value in the container of the application.
require('reflect-metadata');
const { Container } = require('inversify');

const container = new Container();

function handleRequest(id) {
  const token = Symbol.for(`request`);
  container.bind(token).toConstantValue({ id }); // grows
  const bound = container.isBound(token);
  return bound;
}

module.exports = { handleRequest };
