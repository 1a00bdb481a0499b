import { mock, test } from 'node:test';

const kept = [];
mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'] }); // and left on

test('keeps what it makes while timers are fake', () => {
  kept.push({ at: Date.now() });
});
