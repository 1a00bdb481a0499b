// A counter whose label has as many values as there are users.
const { Counter, Registry } = require('prom-client');

const registry = new Registry();
const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests by route and user',
  labelNames: ['route', 'user'],
  registers: [registry],
});

function countRequest(route, user) {
  requests.labels({ route, user }).inc(); // grows
}

module.exports = { countRequest, registry };
