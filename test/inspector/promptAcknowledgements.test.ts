import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { PromptAcknowledgements } from '../../src/inspector/protocol/promptAcknowledgements';

test('a message that comes while an answer is waited for is acknowledged within a millisecond', async (t) => {
  const connection = new FakeConnection(t);
  connection.acknowledgements.received();
  assert.equal(connection.sent, 0);
  await connection.tick(1);
  assert.equal(connection.sent, 1);
});

test('so is the answer to that, after ever more time, and not for ever', async (t) => {
  const connection = new FakeConnection(t);
  connection.acknowledgements.received();
  const sentAfter: number[] = [];
  for (let millis = 0; millis < 100; millis++) {
    await connection.tick(1);
    sentAfter.push(connection.sent);
  }
  assert.deepEqual(
    [1, 3, 7, 15, 100].map((millis) => sentAfter[millis - 1]),
    [1, 2, 3, 4, 4],
  );
});

test('nothing is sent where nothing is waited for, any more, or a command acknowledges by itself', async (t) => {
  const connection = new FakeConnection(t);
  connection.isWaiting = false;
  connection.acknowledgements.received();
  await connection.tick(50);
  connection.isWaiting = true;
  connection.acknowledgements.received();
  connection.isWaiting = false;
  await connection.tick(50);
  connection.isWaiting = true;
  connection.acknowledgements.received();
  connection.acknowledgements.sent();
  await connection.tick(50);
  assert.equal(connection.sent, 0);
});

test('commands in between start anew, but a single message is not answered without end', async (t) => {
  const connection = new FakeConnection(t);
  connection.onSend = () => connection.acknowledgements.sent();
  connection.acknowledgements.received();
  await connection.tick(100);
  assert.equal(connection.sent, 6);
});

/** Answers at once; time passes by `tick` alone. */
class FakeConnection {
  isWaiting = true;
  sent = 0;
  onSend = (): void => undefined;
  readonly acknowledgements = new PromptAcknowledgements({
    isNeeded: () => this.isWaiting,
    send: async () => {
      this.sent++;
      await Promise.resolve();
      this.onSend();
    },
  });

  constructor(private readonly t: TestContext) {
    t.mock.timers.enable({ apis: ['setTimeout'] });
  }

  async tick(millis: number): Promise<void> {
    for (let passed = 0; passed < millis; passed++) {
      this.t.mock.timers.tick(1);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
  }
}
