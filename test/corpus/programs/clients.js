// HTTP clients that read every response to its end.
const http = require('node:http');
const axios = require('axios');
const got = require('got');
const nodeFetch = require('node-fetch');
const { request } = require('undici');

const keepAlive = new http.Agent({ keepAlive: true, maxSockets: 4 });
let base;
async function server() {
  base ??= await new Promise((resolve) => {
    const listening = http
      .createServer((req, res) => {
        req.resume();
        res.setHeader('content-type', 'application/json');
        res.end(JSON.stringify({ url: req.url, list: [1, 2, 3] }));
      })
      .listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${listening.address().port}`));
  });
  return base;
}

async function viaAxios(i) {
  const { data } = await axios.get(`${await server()}/a/${i}`);
  return data.url;
}

async function viaGot(i) {
  const { url } = await got(`${await server()}/g/${i}`).json();
  return url;
}

async function viaNodeFetch(i) {
  const response = await nodeFetch(`${await server()}/n/${i}`, { agent: keepAlive });
  return (await response.json()).url;
}

async function viaUndici(i) {
  const { body } = await request(`${await server()}/u/${i}`);
  return (await body.json()).url;
}

function get(url, options) {
  return new Promise((resolve, reject) => {
    http.get(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

async function viaAgentPerCall(i) {
  return get(`${await server()}/p/${i}`, { agent: false });
}

async function viaKeepAlive(i) {
  return get(`${await server()}/k/${i}`, { agent: keepAlive });
}

module.exports = { viaAxios, viaGot, viaNodeFetch, viaUndici, viaAgentPerCall, viaKeepAlive };
