// The limiter is made inside of the handler; each has a store with an interval of its own.
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const inject = require('light-my-request');

const app = express();
app.set('trust proxy', 1);
app.post('/login', (request, response) => {
  const limiter = rateLimit({ windowMs: 60_000, limit: 5, validate: false }); // grows
  limiter(request, response, () => response.send('welcome'));
});

async function login(id) {
  const { statusCode } = await inject(app, { method: 'POST', url: `/login?id=${id}` });
  return statusCode;
}

module.exports = { login };
