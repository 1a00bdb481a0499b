import { list, unlist, type User } from '../users';

declare global {
  var admin: User | undefined;
}

export const mochaHooks = {
  beforeEach(): void {
    globalThis.admin = list({ name: 'admin' });
  },
  afterEach(): void {
    unlist(globalThis.admin!);
    globalThis.admin = undefined;
  },
};
