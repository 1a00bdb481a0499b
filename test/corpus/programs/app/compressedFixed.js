'use strict';
// Each client has a compressor of its own, which is made with the first message and goes with the last one.
const zlib = require('node:zlib');

class Client {
  constructor(id) {
    this.id = id;
    this.sent = 0;
  }

  receive(chunk) {
    this.sent += chunk.length;
  }
}

class Compressors {
  constructor() {
    this.byClient = new Map();
  }

  of(client) {
    let compressor = this.byClient.get(client.id);
    if (compressor === undefined) {
      compressor = zlib.createDeflate({ windowBits: 10, memLevel: 3 });
      compressor.on('data', (chunk) => client.receive(chunk));
      this.byClient.set(client.id, compressor);
    }
    return compressor;
  }

  end(client) {
    this.byClient.get(client.id).destroy();
    this.byClient.delete(client.id);
    return client.sent;
  }
}

const compressors = new Compressors();

function sendGreeting(id) {
  const client = new Client(id);
  const compressor = compressors.of(client);
  return new Promise((resolve, reject) => {
    compressor.once('error', reject);
    compressor.write(`welcome, client ${id}`);
    compressor.flush(() => resolve(compressors.end(client)));
  });
}

module.exports = { sendGreeting };
