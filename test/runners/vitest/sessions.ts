export class Session {
  readonly history: readonly string[];

  constructor(readonly user: string) {
    this.history = new Array<string>(20).fill(user);
  }
}

interface Opened {
  add(session: Session): void;
  delete(session: Session): void;
}

const open: Opened = new Set<Session>();

export function login(user: string): Session {
  const session = new Session(user);
  open.add(session); // grows
  return session;
}

export function logout(session: Session): void {
  open.delete(session);
}
