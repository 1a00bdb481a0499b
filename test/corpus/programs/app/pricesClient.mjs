// Each look-up makes a client with its own keep-alive connections, and never closes it.
import { Agent, get } from 'node:http';
import { startSite } from './parts/siteServer.mjs';

const port = await startSite((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ article: request.url.slice(1), price: request.url.length }));
});

class PriceClient {
  constructor() {
    this.agent = new Agent({ keepAlive: true });
  }

  read(article) {
    return new Promise((resolve, reject) => {
      const options = { port, host: '127.0.0.1', path: `/${article}`, agent: this.agent };
      const request = get(options); // grows
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.on('data', (part) => (text += part));
        response.on('end', () => resolve(JSON.parse(text)));
      });
    });
  }

  close() {
    this.agent.destroy();
  }
}

export async function priceOf(article) {
  const client = new PriceClient();
  const { price } = await client.read(article);
  return price;
}
