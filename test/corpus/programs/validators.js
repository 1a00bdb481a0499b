// Checks input with schemas that were built once.
const Ajv = require('ajv');
const { z } = require('zod');
const Joi = require('joi');
const yup = require('yup');

const check = new Ajv().compile({
  type: 'object',
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['id'],
});
const Order = z.object({ id: z.number().int(), mail: z.string().email(), lines: z.array(z.object({ n: z.number() })) });
const address = Joi.object({ street: Joi.string().required(), zip: Joi.string().pattern(/^\d+$/) });
const person = yup.object({ name: yup.string().required(), age: yup.number().positive() });

function validateId(i) {
  return check(i % 3 === 0 ? { id: 'none' } : { id: i, tags: ['a', 'b'] });
}

function validateOrder(i) {
  return Order.safeParse({ id: i, mail: i % 2 === 0 ? 'a@b.ch' : 'nobody', lines: [{ n: i }] }).success;
}

function validateAddress(i) {
  return address.validate({ street: `Way ${i}`, zip: i % 4 === 0 ? 'x' : '3000' }).error === undefined;
}

async function validatePerson(i) {
  return person.isValid({ name: `n${i}`, age: i });
}

module.exports = { validateId, validateOrder, validateAddress, validatePerson };
