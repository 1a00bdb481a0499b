// The schema depends on the request, so it is compiled for each, by the one Ajv that all share.
const Ajv = require('ajv');

const ajv = new Ajv();

function validateOrder(order) {
  const schema = {
    type: 'object',
    properties: { total: { type: 'number', maximum: 1_000_000 } },
    required: ['total'],
  };
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return validate(order);
}

module.exports = { validateOrder };
