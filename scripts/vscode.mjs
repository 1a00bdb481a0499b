// Opens the real VS Code with Leak Loop installed, on a loopback port, until Ctrl-C.
//
//   npm run vscode                       on a copy of the bundled example: fix it as you like
//   npm run vscode -- <folder>           on a folder of yours, as it is
//   npm run vscode -- --port 8080
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from 'node:process';
import { URLSearchParams } from 'node:url';
import { parseArgs } from 'node:util';
import { createRunFolders, installExtension, startCodeServer } from '../test/e2e/codeServer.mjs';
import { packageExtension } from './packageExtension.mjs';
import { root } from './runCommand.mjs';
import { setUpEditor, setUpProject } from './setUp.mjs';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '0' } },
  allowPositionals: true,
});

const folders = createRunFolders();
let server;
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => resolve(signal));
  }
});

let exitCode = 0;
try {
  await Promise.race([stopped, serve().then(() => stopped)]);
} catch (error) {
  console.error(error.message);
  exitCode = 1;
}
await server?.stop();
folders.remove();
process.exit(exitCode); // an install that is still running must not keep us; a server ends with us

async function serve() {
  console.log('Preparing VS Code; the first time takes a minute …');
  await Promise.all([setUpProject(), setUpEditor()]);
  await installExtension(folders, await packageExtension());
  const folder = openedFolder();
  server = await startCodeServer(folders, { port: Number(values.port) });
  console.log(`
VS Code with Leak Loop:  ${server.url}/?${new URLSearchParams({ folder })}

Open that address in a browser. In sessions.js, right-click handleRequest and choose "Run Leak Loop".
Ctrl-C ends it.`);
}

function openedFolder() {
  if (positionals[0] !== undefined) {
    // npm runs scripts in the project's folder; INIT_CWD is where the command was typed.
    return resolve(env.INIT_CWD ?? '.', positionals[0]);
  }
  const folder = join(folders.workspace, 'sessions');
  cpSync(join(root, 'examples/sessions'), folder, { recursive: true });
  return folder;
}
