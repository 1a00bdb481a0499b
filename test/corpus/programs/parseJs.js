// A bundler's first step: parse a module and list what it imports. Megabytes of nodes, none kept.
const acorn = require('acorn');
const { parse } = require('@babel/parser');
const fs = require('node:fs');

const source = fs.readFileSync(require.resolve('express/lib/response.js'), 'utf8');

function listRequires(i) {
  const tree = acorn.parse(`${source}\n// ${i}`, { ecmaVersion: 'latest', sourceType: 'script', locations: true });
  return tree.body.filter((node) => node.type === 'VariableDeclaration').length;
}

function countStatements(i) {
  const { program } = parse(`export const n = ${i};\n${source}`, { sourceType: 'module', tokens: true });
  return program.body.length;
}

module.exports = { listRequires, countStatements };
