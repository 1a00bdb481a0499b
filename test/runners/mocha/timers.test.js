const { install } = require('@sinonjs/fake-timers');

const kept = [];

before(() => {
  install({ toNotFake: ['nextTick', 'queueMicrotask'] }); // as sinon does; and left on
});

it('keeps what it makes while timers are fake', () => {
  kept.push({ at: Date.now() });
});
