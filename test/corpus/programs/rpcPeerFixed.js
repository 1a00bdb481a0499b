const { JSONRPCClient, JSONRPCServer } = require('json-rpc-2.0');
const server = new JSONRPCServer();
server.addMethod('double', ({ n }) => n * 2);
const client = new JSONRPCClient(async (request) => {
  if (request.params?.n % 3 === 0) throw new Error('the peer is gone');
  client.receive(await server.receive(request));
});

function double(n) {
  client.request('double', { n }).catch(() => {});
}

module.exports = { double };
