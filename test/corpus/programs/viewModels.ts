// A class for the fields that a caller wants to see is made at each call, and what is exposed is noted for ever.
import { Expose, plainToInstance } from 'class-transformer';

type View = new () => object;

interface User {
  readonly id: number;
  readonly name: string;
  readonly password: string;
}

function viewOf(fields: readonly string[]): View {
  class UserView {}
  for (const field of fields) {
    Expose()(UserView.prototype, field); // grows
  }
  return UserView;
}

export function showUser(user: User, fields: readonly string[] = ['id', 'name']): string[] {
  const View = viewOf(fields);
  return Object.keys(plainToInstance(View, user, { excludeExtraneousValues: true }));
}
