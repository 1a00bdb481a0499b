// An order is written to the audit log once its response is out; the listener stays with the server.
const Hapi = require('@hapi/hapi');

const server = Hapi.server();
const audit = { count: 0, last: '' };

server.route({ method: 'GET', path: '/orders/{id}', handler: ({ params }) => ({ id: params.id }) });

async function showOrder(id) {
  const note = `order ${id}`;
  server.events.on('response', () => Object.assign(audit, { count: audit.count + 1, last: note })); // grows
  const { result } = await server.inject(`/orders/${id}`);
  return result.id;
}

module.exports = { showOrder };
