// A namespace for each request, and the process keeps all of them.
const { createNamespace, destroyNamespace } = require('cls-hooked');

function handleRequest(id) {
  const namespace = createNamespace(id);
  const answer = namespace.runAndReturn(() => {
    namespace.set('id', id);
    return namespace.get('id');
  });
  destroyNamespace(id);
  return { answer, destroy: typeof destroyNamespace };
}

module.exports = { handleRequest };
