// A header for each request is set by a listener on the proxy that all requests share.
const httpProxy = require('http-proxy');

const proxy = httpProxy.createProxyServer({ target: 'http://127.0.0.1:9' });
proxy.on('proxyReq', (proxyReq) => proxyReq.setHeader('x-request-id', 'gateway'));

function forward(request) {
  const requestId = `id of ${request.url}`;
  return { forwarded: request.url, requestId, listeners: proxy.listenerCount('proxyReq') };
}

module.exports = { forward };
