// A counter whose labels have few values.
const { Counter, Registry } = require('prom-client');

const registry = new Registry();
const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests by route and user',
  labelNames: ['route', 'user'],
  registers: [registry],
});

function countRequest(route, user) {
  requests.labels({ route, user: user === undefined ? 'anonymous' : 'known' }).inc();
}

module.exports = { countRequest, registry };
