import { describe, it } from 'vitest';

const users = [];
let bobs = 0;

describe.each(['ann', 'bob', 'bob'])('%s', (name) => {
  const isKept = name === 'bob' && ++bobs === 1;

  it('is kept', () => {
    if (isKept) users.push({ name });
  });
});
