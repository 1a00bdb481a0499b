// Each request registers its own session, in a container of its own.
import 'reflect-metadata';
import { container } from 'tsyringe';

class Session {
  constructor(
    readonly user: string,
    readonly started: number = Date.now(),
  ) {}
}

class Greeter {
  constructor(private readonly session: Session) {}

  greet(): string {
    return `Hello ${this.session.user}`;
  }
}

container.register(Greeter, { useFactory: (each) => new Greeter(each.resolve(Session)) });

export async function handleRequest(user: string): Promise<string> {
  const scope = container.createChildContainer();
  scope.registerInstance(Session, new Session(user));
  return scope.resolve(Greeter).greet();
}
