import { it, vi } from 'vitest';

const kept: object[] = [];

it('keeps what it makes while timers are fake', () => {
  vi.useFakeTimers(); // and left on
  kept.push({ at: Date.now() });
});
