// Executes one query of an API.
const { graphql, buildSchema, parse, validate } = require('graphql');

const schema = buildSchema('type Book { id: Int, title: String } type Query { books(first: Int): [Book] }');
const rootValue = { books: ({ first }) => Array.from({ length: first }, (_, id) => ({ id, title: () => `Book ${id}` })) };

async function queryBooks(i) {
  const { data } = await graphql({ schema, rootValue, source: `query Q${i} { books(first: 10) { id title } }` });
  return data.books.length;
}

function validateQuery(i) {
  return validate(schema, parse(`{ books(first: ${i}) { id } }`)).length;
}

module.exports = { queryBooks, validateQuery };
