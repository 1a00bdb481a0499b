// Requests through whole web frameworks, over loopback or injected.
const express = require('express');
const Koa = require('koa');
const fastify = require('fastify');
const request = require('supertest');

const shop = express();
shop.use(express.json());
shop.get('/items/:id', (req, res) => res.json({ id: req.params.id, tags: ['a', 'b'] }));

const blog = new Koa();
blog.use(async (ctx) => {
  ctx.body = { path: ctx.path, at: Date.now() };
});

const api = fastify();
api.get('/orders/:id', { schema: { response: { 200: { type: 'object', properties: { id: { type: 'string' } } } } } }, async (req) => ({ id: req.params.id }));

let port;
async function listening() {
  port ??= await new Promise((resolve) => {
    const server = shop.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
  return port;
}

async function getItem(i) {
  const response = await fetch(`http://127.0.0.1:${await listening()}/items/${i}`);
  return (await response.json()).id;
}

async function testItem(i) {
  const response = await request(shop).get(`/items/${i}`).expect(200);
  return response.body.id;
}

async function readBlog(i) {
  const response = await request(blog.callback()).get(`/post/${i}`);
  return response.body.path;
}

async function injectOrder(i) {
  const response = await api.inject({ method: 'GET', url: `/orders/${i}` });
  return response.json().id;
}

module.exports = { getItem, testItem, readBlog, injectOrder };
