// A client that connects, says one thing, hears the answer and closes.
const { WebSocketServer, WebSocket } = require('ws');

let server;
function port() {
  if (server === undefined) {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => socket.on('message', (text) => socket.send(`echo ${text}`)));
  }
  return server.address().port;
}

async function ask(i) {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const answer = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send(`question ${i}`);
  const text = await answer;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close();
  await closed;
  return text;
}

module.exports = { ask };
