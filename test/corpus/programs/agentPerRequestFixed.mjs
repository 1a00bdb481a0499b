// One agent for all requests: its connections are used again.
import { createServer, get } from 'node:http';
import { once } from 'node:events';
import Agent from 'agentkeepalive';

const server = createServer((request, response) => response.end(JSON.stringify({ path: request.url, price: 12 })));
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

const agent = new Agent({ keepAlive: true, maxSockets: 4, freeSocketTimeout: 600_000, timeout: 600_000 });

export async function fetchPrice(sku) {
  const request = get({ host: '127.0.0.1', port, path: `/${sku}`, agent });
  const [response] = await once(request, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  return JSON.parse(body).price;
}
