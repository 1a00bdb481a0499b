import { expect, it, onTestFinished, vi } from 'vitest';
import { login, logout } from './sessions';

it('makes mocks', () => {
  const welcome = vi.fn();
  welcome('ada');
  expect(welcome).toHaveBeenCalledWith('ada');
});

it('cleans up when it is over', ({ onTestFinished: whenOver }) => {
  const [ada, bob] = [login('ada'), login('bob')];
  onTestFinished(() => logout(ada));
  whenOver(() => logout(bob));
});

it('leaks beside a mock', () => {
  const welcome = vi.fn();
  welcome(login('ada'));
  expect(welcome).toHaveBeenCalledTimes(1);
});
