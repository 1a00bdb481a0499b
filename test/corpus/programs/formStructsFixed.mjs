// The struct of a form is kept so that it is not built for every submission.
import { is, number, object, string } from 'superstruct';

class FormValidator {
  #structs = new Map();

  check(form) {
    const key = Object.keys(form).join();
    let struct = this.#structs.get(key);
    if (!struct) {
      struct = object({ id: number(), email: string() });
      this.#structs.set(key, struct);
    }
    return is(form, struct);
  }
}

const validator = new FormValidator();

export function submit(id) {
  return validator.check({ id, email: `user${id}@example.org` });
}
