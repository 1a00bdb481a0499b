import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.mjs';
import {
  createRunFolders,
  installExtension,
  startCodeServer,
  writeSettings,
} from './codeServer.mjs';
import { projectFolder } from './editorPaths.mjs';
import { Workbench } from './workbench.mjs';

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Opens a real VS Code with Leak Loop in a real browser, on a copy of a folder.
 *
 * @param {object} options
 * @param {string} [options.vsix] packaged extension to install; absent: the project itself, unpackaged
 * @param {string} options.folder folder to open, relative to the project; copied, so tests may edit it
 * @param {Record<string, string>} [options.files] more files for that copy, by relative path
 * @param {string} [options.elsewhere] URI to open instead of the copy, of a file system that is no disk's
 * @param {boolean} [options.asksForTrust] the folder is not trusted until the user says so
 * @param {string} [options.insideHost] file, relative to the project, whose `run()` runs in the extension host
 * @param {Record<string, unknown>} [options.settings]
 * @param {Record<string, string>} [options.env]
 * @param {{ width: number, height: number, scale?: number }} [options.size]
 * @param {string} [options.language] of the editor; English where absent
 * @returns {Promise<OpenEditor>}
 *
 * @typedef {object} OpenEditor
 * @property {Workbench} workbench
 * @property {string} workspace absolute path of the copied folder
 * @property {Promise<number>} hostExit exit code of the run inside the extension host, 0 or 1
 * @property {string[]} log what server and extension host printed
 * @property {() => readonly string[]} processes command lines of all that runs below the server now
 * @property {(settings: Record<string, unknown>) => void} set changes what the user has set
 * @property {() => Promise<readonly string[]>} close ends everything; gives the processes that were left over
 */
export async function openEditor(options) {
  const folders = createRunFolders();
  const cleanUp = [() => folders.remove()];
  const close = () => closeAll(cleanUp);
  try {
    const workspace = join(folders.workspace, basename(options.folder));
    cpSync(join(projectFolder, options.folder), workspace, { recursive: true });
    for (const [name, text] of Object.entries(options.files ?? {})) {
      writeFileSync(join(workspace, name), text);
    }
    if (options.vsix !== undefined) {
      await installExtension(folders, options.vsix);
    }
    const log = [];
    const server = await startCodeServer(folders, {
      settings: options.settings,
      env: options.env,
      asksForTrust: options.asksForTrust,
      language: options.language,
      testDriver: options.insideHost !== undefined,
      onOutput: (line) => log.push(line),
    });
    cleanUp.unshift(() => server.stop());
    const browser = await chromium.launch({ executablePath: findBrowser(), args: browserFlags });
    cleanUp.unshift(() => browser.close());
    const page = await newPage(browser, options.size);
    const hostExit = listenToHost(page, log);
    const opened =
      options.elsewhere === undefined
        ? workspace
        : workspaceOf(options.elsewhere, folders.workspace);
    await page.goto(address(server, opened, options));
    const { processes } = server;
    const set = (settings) => writeSettings(folders, { ...options.settings, ...settings });
    return { workbench: new Workbench(page), workspace, hostExit, log, processes, set, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Only a workspace file can name a folder of another file system. */
function workspaceOf(uri, folder) {
  const file = join(folder, 'elsewhere.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ uri }] }));
  return file;
}

async function newPage(browser, { width, height, scale } = { width: 1280, height: 800 }) {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale ?? 1,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.setDefaultNavigationTimeout(120_000); // a busy machine needs longer for VS Code's first page
  return page;
}

/** The workbench calls these two when tests run inside the extension host. */
function listenToHost(page, log) {
  return new Promise((resolve, reject) => {
    const exposed = [
      page.exposeFunction('codeAutomationExit', (code) => resolve(code)),
      page.exposeFunction('codeAutomationLog', (type, values) =>
        log.push(`[${type}] ${values.join(' ')}`),
      ),
    ];
    Promise.all(exposed).catch(reject);
  });
}

function address({ url, port }, workspace, { vsix, insideHost }) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ...(vsix === undefined ? [['extensionDevelopmentPath', remote(projectFolder)]] : []),
    ...(insideHost === undefined
      ? []
      : [['extensionTestsPath', remote(join(projectFolder, insideHost))]]),
  ];
  const query = new URLSearchParams(
    workspace.endsWith('.code-workspace') ? { workspace } : { folder: workspace },
  );
  if (payload.length > 0) {
    query.set('payload', JSON.stringify(payload));
  }
  return `${url}/?${query}`;
}

/** Every step is tried, the last opened first; the processes that the server left over are the result. */
async function closeAll(steps) {
  let leftOver = [];
  const failures = [];
  for (const step of steps) {
    try {
      leftOver = (await step()) ?? leftOver;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, 'The editor could not be closed.');
  }
  return leftOver;
}
