import * as vscode from 'vscode';

/** Symbols of a big project may take a while; a run does not wait longer for them. */
const patienceMillis = 1500;

/**
 * What a file declares; nothing where no language support tells it in time.
 *
 * @param patience milliseconds
 */
export async function symbolsIn(
  uri: vscode.Uri,
  patience = patienceMillis,
): Promise<readonly vscode.DocumentSymbol[]> {
  const symbols = vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  const found = await Promise.race([symbols, late]);
  clearTimeout(timer);
  return Array.isArray(found) ? found.filter(isDocumentSymbol) : [];
}

/** Old providers answer with a flat SymbolInformation list. */
function isDocumentSymbol(symbol: unknown): symbol is vscode.DocumentSymbol {
  return typeof symbol === 'object' && symbol !== null && 'children' in symbol && 'range' in symbol;
}
