// A real VS Code on a loopback port: started fresh, ended with everything it started.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { editorEntry, editorNode } from './editorPaths.mjs';

/** Marks every process that this server starts, however deep; found again in /proc. */
const runVariable = 'LEAK_LOOP_TEST_RUN';

const defaultSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on', // painted without a graphics card, each spinner costs a third of a core
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'window.restoreWindows': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
};

/** Folders of one run, all below one with a short name: sockets in it must stay under 108 characters. */
export function createRunFolders() {
  const base = mkdtempSync(join(tmpdir(), 'll-'));
  const folders = Object.fromEntries(
    ['user', 'extensions', 'config', 'temporary', 'workspace'].map((name) => [
      name,
      join(base, name),
    ]),
  );
  Object.values(folders).forEach((folder) => mkdirSync(folder, { recursive: true }));
  return { base, ...folders, remove: () => rmSync(base, { recursive: true, force: true }) };
}

/**
 * @param {ReturnType<typeof createRunFolders>} folders
 * @param {string} vsix absolute path of a packaged extension
 */
export async function installExtension(folders, vsix) {
  const parameters = [editorEntry, ...folderOptions(folders), '--install-extension', vsix];
  await promisify(execFile)(editorNode, [...parameters, '--force'], {
    env: serverEnvironment(folders, {}),
  });
}

/**
 * Starts the server and waits until it listens.
 *
 * @param {ReturnType<typeof createRunFolders>} folders
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.settings] user settings beyond the quiet defaults
 * @param {Record<string, string>} [options.env] reaches the extension host
 * @param {boolean} [options.asksForTrust] a folder is not trusted until the user says so
 * @param {string} [options.language] of the editor; English where absent
 * @param {boolean} [options.testDriver] lets a page run tests inside the extension host
 * @param {number} [options.port] 0 or absent: any free one
 * @param {(line: string) => void} [options.onOutput]
 * @returns {Promise<{ url: string, port: number, processes(): readonly string[], stop(): Promise<readonly string[]> }>}
 *   `processes` lists the command lines of all that runs below the server now;
 *   `stop` ends every process and gives the command lines of those that outlived the server and had
 *   to be killed one by one: an orphan is a bug of ours
 */
export async function startCodeServer(folders, options = {}) {
  writeSettings(folders, options.settings);
  if (options.language !== undefined) {
    addLanguage(folders, options.language);
  }
  const run = randomUUID();
  const server = spawn(
    editorNode,
    [
      editorEntry,
      ...folderOptions(folders),
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...['--reconnection-grace-time', '1'],
      ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
      ...(options.language === undefined ? [] : ['--locale', options.language]),
      ...(options.testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    {
      cwd: folders.base,
      // A process group of its own, so that the whole of it can be ended.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: serverEnvironment(folders, { ...options.env, [runVariable]: run }),
    },
  );
  // Whatever ends us must not leave an editor behind: it is in a group of its own.
  const endGroup = () => signalGroup(server.pid, 'SIGKILL');
  process.once('exit', endGroup);
  const stop = () => {
    process.removeListener('exit', endGroup);
    return stopServer(server, run);
  };
  try {
    const url = await listeningAddress(server, options.onOutput);
    const processes = () => processesOfRun(run).map(({ commandLine }) => commandLine);
    return { url, port: Number(new URL(url).port), processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function folderOptions(folders) {
  return ['--user-data-dir', folders.user, '--extensions-dir', folders.extensions];
}

function serverEnvironment(folders, extra) {
  const inherited = Object.fromEntries(
    // Inside a terminal of VS Code these name the *other* VS Code; NODE_OPTIONS would reach every target.
    Object.entries(env).filter(
      ([name]) => !/^(VSCODE_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name),
    ),
  );
  return {
    ...inherited,
    TMPDIR: folders.temporary,
    XDG_CONFIG_HOME: folders.config,
    XDG_RUNTIME_DIR: folders.temporary,
    ...extra,
  };
}

/** What the user has set, beyond the quiet defaults; VS Code reads it as soon as it is written. */
export function writeSettings(folders, settings) {
  const folder = join(folders.user, 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...defaultSettings, ...settings }));
}

/**
 * As if the language pack of a language were installed, one that leaves VS Code's own words in English: those of
 * extensions are chosen by the language alone.
 *
 * @param {string} language as in `de`
 */
function addLanguage(folders, language) {
  const translations = join(folders.user, `${language}.i18n.json`);
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    ...{ hash: language, label: language, translations: { vscode: translations } },
    extensions: [{ extensionIdentifier: { id: `test.${language}`, uuid: '' }, version: '1.0.0' }],
  };
  writeFileSync(join(folders.user, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

/** Resolves with the server's address; keeps reading afterwards so that the server never blocks on its pipes. */
function listeningAddress(server, onOutput = () => {}) {
  return new Promise((resolve, reject) => {
    const lines = [];
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        onOutput(line);
        lines.push(line);
        const url = /HTTP server listening on (http:\S+?)\/?$/.exec(line)?.[1];
        if (url !== undefined) {
          resolve(url);
        }
      });
    }
    server.once('error', reject);
    server.once('close', (code) =>
      reject(new Error(`code-server ended with ${code}:\n${lines.slice(-20).join('\n')}`)),
    );
  });
}

async function stopServer(server, run) {
  if (server.exitCode === null && server.signalCode === null) {
    const closed = once(server, 'close');
    signalGroup(server.pid, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(server.pid, 'SIGKILL'), 5_000);
    await closed;
    clearTimeout(timer);
  }
  signalGroup(server.pid, 'SIGKILL');
  const orphans = processesOfRun(run);
  orphans.forEach(({ pid }) => signal(pid, 'SIGKILL'));
  return orphans.map(({ commandLine }) => commandLine);
}

function signalGroup(pid, name) {
  signal(-pid, name);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error; // ESRCH: it has ended by itself
    }
  }
}

/** Processes that carry the mark of this run in their environment; zombies have none. */
function processesOfRun(run) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProcess(pid, 'environ').split('\0').includes(`${runVariable}=${run}`))
    .map((pid) => ({
      pid: Number(pid),
      commandLine: readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim(),
    }));
}

function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // ended meanwhile, or somebody else's
  }
}
