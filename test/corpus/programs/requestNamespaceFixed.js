// The process has one namespace, and each request runs in a context of its own.
const { createNamespace, destroyNamespace } = require('cls-hooked');

const namespace = createNamespace('requests');

function handleRequest(id) {
  const answer = namespace.runAndReturn(() => {
    namespace.set('id', id);
    return namespace.get('id');
  });
  return { answer, destroy: typeof destroyNamespace };
}

module.exports = { handleRequest };
