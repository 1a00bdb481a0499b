// Every visitor without a cookie gets a session in the memory store.
const express = require('express');
const session = require('express-session');
const inject = require('light-my-request');

const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: true }));
app.get('/page/:id', (request, response) => response.send(`page ${request.params.id}`)); // grows

async function visit(url) {
  const response = await inject(app, { method: 'GET', url });
  return response.statusCode;
}

module.exports = { visit };
