// A class for the fields that a caller wants to see is made once for the same fields.
import { Expose, plainToInstance } from 'class-transformer';

type View = new () => object;

const views: Record<string, View> = {};

interface User {
  readonly id: number;
  readonly name: string;
  readonly password: string;
}

function viewOf(fields: readonly string[]): View {
  class UserView {}
  for (const field of fields) {
    Expose()(UserView.prototype, field);
  }
  return UserView;
}

export function showUser(user: User, fields: readonly string[] = ['id', 'name']): string[] {
  const View = (views[fields.join()] ??= viewOf(fields));
  return Object.keys(plainToInstance(View, user, { excludeExtraneousValues: true }));
}
