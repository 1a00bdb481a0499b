// A registry that all language services share keeps each document until the service is disposed of.
const ts = require('typescript');

const registry = ts.createDocumentRegistry();

function checkSnippet(id) {
  const name = `snippet-${id}.ts`;
  const text = `export const value: number = ${id};`;
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => ({ noLib: true }),
      getScriptFileNames: () => [name],
      getScriptVersion: () => '1',
      getScriptSnapshot: (file) => (file === name ? ts.ScriptSnapshot.fromString(text) : undefined),
      getCurrentDirectory: () => '/',
      getDefaultLibFileName: () => 'lib.d.ts',
      fileExists: (file) => file === name,
      readFile: () => text,
    },
    registry,
  );
  const problems = service.getSyntacticDiagnostics(name).length; // grows
  return problems;
}

module.exports = { checkSnippet };
