import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descriptorOwners, type DescriptorNote } from '../../src/core/causes/descriptorOwners';

const before = { '0': '/dev/null' };
const after = { ...before, '20': '/data/orders.csv' };

test('what was entered last before the descriptor was there opened it', () => {
  const notes: DescriptorNote[] = [{ open: before }, { open: before }, { open: after }];
  assert.deepEqual(ownersOf(notes), [{ note: 1, isCertain: true }]);
});

test('what is opened some turns later belongs to the entry with its path', () => {
  const notes: DescriptorNote[] = [
    { open: before, path: '/data/orders.csv' },
    { open: before, path: '/data/users.csv' },
  ];
  assert.deepEqual(ownersOf(notes), [{ note: 0, isCertain: true }]);
});

test("an entry that is Node's own belongs to the program's before it, and that is a guess", () => {
  const notes: DescriptorNote[] = [{ open: before }, { open: before }];
  assert.deepEqual(
    ownersOf(notes, (note) => note === 0),
    [{ note: 0, isCertain: false }],
  );
});

test('a descriptor that was open before, or is closed again, is nobody’s', () => {
  const notes: DescriptorNote[] = [{ open: before }];
  assert.deepEqual(
    descriptorOwners(after, notes, after, () => true),
    [],
  );
  assert.deepEqual(
    descriptorOwners(before, notes, before, () => true),
    [],
  );
});

test('a number that was used again for another file counts as opened', () => {
  const other = { ...before, '20': '/data/users.csv' };
  const notes: DescriptorNote[] = [{ open: after }];
  assert.deepEqual(
    descriptorOwners(after, notes, other, () => true),
    [{ note: 0, isCertain: true }],
  );
});

function ownersOf(
  notes: readonly DescriptorNote[],
  hasUser: (note: number) => boolean = () => true,
): ReturnType<typeof descriptorOwners> {
  return descriptorOwners(before, notes, after, hasUser);
}
