// A connection for each message; it is not closed after the answer.
const { once } = require('node:events');
const { WebSocket, WebSocketServer } = require('ws');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
const listening = once(server, 'listening');
server.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${data}`)));

async function say(text) {
  await listening;
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`); // grows
  await once(client, 'open');
  client.send(text);
  const [answer] = await once(client, 'message');
  return String(answer);
}

module.exports = { say };
