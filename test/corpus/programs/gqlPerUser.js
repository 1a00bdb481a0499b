// The id is written into the query, and every query text is cached.
const { gql } = require('graphql-tag');

function userQuery(id) {
  const query = gql(`query User { user(id: "${id}") { name } }`); // grows
  return { query: query.kind, variables: { id } };
}

module.exports = { userQuery };
