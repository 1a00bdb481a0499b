// Each request binds its own value in a container of its own, a child of the application's.
require('reflect-metadata');
const { Container } = require('inversify');

const application = new Container();

function handleRequest(id) {
  const token = Symbol.for(`request`);
  const container = new Container({ parent: application });
  container.bind(token).toConstantValue({ id });
  const bound = container.isBound(token);
  return bound;
}

module.exports = { handleRequest };
