import { afterEach, beforeEach, expect } from 'vitest';
import { login, logout, type Session } from './sessions';

let guest: Session;

beforeEach(() => {
  guest = login('guest');
});

afterEach(() => {
  expect(guest.user).toBe('guest');
  logout(guest);
});
