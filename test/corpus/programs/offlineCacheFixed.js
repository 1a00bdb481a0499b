// No server answers, and commands wait for it without any limit.
const { Redis } = require('ioredis');

const redis = new Redis({
  port: 9,
  host: '127.0.0.1',
  maxRetriesPerRequest: null,
  enableOfflineQueue: false,
  retryStrategy: () => 5000,
});
redis.on('error', () => {});

function remember(id) {
  redis.set(`user:${id}`, 'seen').catch(() => {});
  return id;
}

module.exports = { remember };
