// The schema of each form is made anew; version 4.1.8 of the package keeps what was described as long as the schema.
import { z } from 'zod-4.1.8';

function formSchema(fields) {
  const shape = {};
  for (const field of fields) {
    shape[field] = z.string().describe(`the ${field}`);
  }
  return z.object(shape);
}

export function submit(form) {
  return formSchema(Object.keys(form)).parse(form);
}
