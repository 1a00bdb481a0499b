// The schema is the same for all requests, so it is compiled once.
const Ajv = require('ajv');

const ajv = new Ajv();
const schema = {
  type: 'object',
  properties: { total: { type: 'number', maximum: 1_000_000 } },
  required: ['total'],
};

function validateOrder(order) {
  const validate = ajv.compile(schema);
  return validate(order);
}

module.exports = { validateOrder };
