// The handler wants to know when a visitor goes away, and listens to the response; the proxy in
// front sends all requests through one socket.
import { Agent, get } from 'node:http';
import { startSite } from './parts/siteServer.mjs';

class Visit {
  constructor(request) {
    this.path = request.url;
    this.started = Date.now();
    this.gone = false;
  }

  leave() {
    this.gone = true;
  }
}

class PageHandler {
  served = 0;

  handle(request, response) {
    const visit = new Visit(request);
    response.once('close', () => visit.leave());
    response.setHeader('content-type', 'text/plain');
    response.end(`page ${visit.path}, visit ${++this.served}`);
  }
}

const pages = new PageHandler();
const port = await startSite((request, response) => pages.handle(request, response));
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
process.removeAllListeners('warning');

export function visitPage(path) {
  return new Promise((resolve, reject) => {
    const request = get({ port, path, agent, host: '127.0.0.1' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve(text.length));
    });
    request.on('error', reject);
  });
}
