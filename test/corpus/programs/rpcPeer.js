const { JSONRPCClient, JSONRPCServer } = require('json-rpc-2.0');
const server = new JSONRPCServer();
server.addMethod('double', ({ n }) => n * 2);
const client = new JSONRPCClient(async (request) => {
  if (request.params?.n % 3 === 0) return; // the peer is gone
  client.receive(await server.receive(request));
});

function double(n) {
  client.request('double', { n }).catch(() => {}); // grows
}

module.exports = { double };
