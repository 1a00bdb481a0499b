/** What `login` is given; of types alone, so that lines move when this is compiled. */
export interface Person {
  readonly name: string;
}

export class User {
  readonly person: Person;
  readonly roles: readonly string[];

  constructor(person: Person) {
    this.person = person;
    this.roles = new Array<string>(20).fill(person.name);
  }
}

export const listed = new Set<User>();
const greeted: Person[] = [];

export function list(person: Person): User {
  const user = new User(person);
  listed.add(user); // lists
  return user;
}

export function unlist(user: User): void {
  listed.delete(user);
}

export function greet({ person }: User): void {
  greeted.push({ name: `${person.name}!` }); // greets
}
