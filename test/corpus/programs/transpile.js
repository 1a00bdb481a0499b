// A development server that compiles one TypeScript module per request.
const ts = require('typescript');

function compileModule(i) {
  const { outputText } = ts.transpileModule(
    `interface Order { id: number; lines: string[] }
     export const total${i} = (o: Order): number => o.lines.length * ${i};
     export class Shop { constructor(private readonly orders: Order[]) {} get size() { return this.orders.length; } }`,
    { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 } },
  );
  return outputText.length;
}

module.exports = { compileModule };
