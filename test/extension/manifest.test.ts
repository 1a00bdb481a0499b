import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  leakLoopEvents,
  type AttachArguments,
  type LaunchArguments,
} from '../../src/adapter/protocol';
import { checkFiles } from '../../src/core/report/checkName';
import { testFiles } from '../../src/core/source/testFile';
import { defaultLimits } from '../../src/diagnose';
import {
  commandIds,
  contextKeys,
  debugType,
  languageIds,
  reportEditorId,
  settingNames,
  settingsSection,
  testControllerIds,
  viewContainerId,
  viewIds,
  walkthroughId,
} from '../../src/extension/ids';

interface Manifest {
  readonly icon: string;
  readonly keywords: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly title: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string }[]>
    >;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when: string;
    }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
    readonly debuggers: readonly {
      readonly type: string;
      readonly languages: readonly string[];
      readonly configurationAttributes: {
        readonly launch: { readonly properties: Readonly<Record<string, { default?: unknown }>> };
        readonly attach: {
          readonly properties: Readonly<Record<string, unknown>>;
          readonly required?: readonly string[];
        };
      };
    }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
    };
  };
}

interface WithWalkthroughs {
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly completionEvents: readonly string[];
        readonly media: { readonly image: Readonly<Record<string, string>> };
      }[];
    }[];
  };
}

const root = join(__dirname, '..');
const source = readFileSync(join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(source) as Manifest;
const { contributes } = manifest;

const sorted = (texts: readonly string[]) => [...texts].sort();

test('every command id of the code is contributed, and the other way round', () => {
  assert.deepEqual(
    sorted(contributes.commands.map(({ command }) => command)),
    sorted(Object.values(commandIds)),
  );
});

test('every command is in the category Leak Loop', () => {
  assert.deepEqual(
    [...new Set(contributes.commands.map(({ category }) => category))],
    ['Leak Loop'],
  );
});

test('menus name contributed commands only', () => {
  const known = new Set<string>(Object.values(commandIds));
  const named = Object.values(contributes.menus).flat();
  assert.deepEqual(
    named.filter(({ command }) => !known.has(command)),
    [],
  );
});

test('commands that need a row are hidden from the palette', () => {
  const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === 'false');
  assert.deepEqual(
    sorted((hidden ?? []).map(({ command }) => command)),
    sorted([
      commandIds.goToLocation,
      commandIds.chooseFunction,
      commandIds.chooseMember,
      commandIds.chooseProcess,
      commandIds.captureCall,
    ]),
  );
});

test('keys are chords of one prefix, each once, and only where what they do is at hand', () => {
  const { keybindings } = contributes;
  const known = [...Object.values(commandIds), `${viewIds.leaks}.focus`] as readonly string[];
  for (const { command, key, when } of keybindings) {
    assert.ok(known.includes(command), command);
    assert.match(key, /^shift\+alt\+l [a-z]$/, command);
    // elsewhere, as in Markdown, the prefix means something else
    for (const alternative of when.split(' || ')) {
      assert.match(alternative, /editorLangId =~ \/\^\(javascript\||focusedView =~/, command);
    }
  }
  assert.equal(new Set(keybindings.map(({ key }) => key)).size, keybindings.length);
});

test('texts of the walkthrough are marked up as VS Code reads them there, which is no Markdown', () => {
  for (const bundle of ['package.nls.json', 'package.nls.de.json']) {
    const texts = JSON.parse(readFileSync(join(root, bundle), 'utf8')) as Record<string, string>;
    for (const [name, text] of Object.entries(texts)) {
      if (!/^walkthrough\..*description$/.test(name)) continue;
      const unmarked = text.replace(/\*\*[^*]+\*\*|``[^`]+``/g, '');
      assert.doesNotMatch(unmarked, /[*`]/, `${bundle}: ${name}`);
    }
  }
});

test('a row has three inline actions at most, whatever it is', () => {
  const inline = contributes.menus['view/item/context']?.filter((item) =>
    JSON.stringify(item).includes('"inline'),
  );
  const contexts = [
    'result takesArguments',
    'failure takesArguments',
    'cause hasGrowthSite hasHolder',
    'cause hasGrowthSite hasHolder accepted',
    'place',
  ];
  const actionsOf = (context: string) =>
    (inline ?? []).filter(({ when }) => {
      const [, pattern] = /viewItem =~ \/(.*)\//.exec(when ?? '') ?? [];
      assert.ok(pattern !== undefined, when);
      return new RegExp(pattern).test(context);
    });
  assert.deepEqual(
    contexts.map((context) => actionsOf(context).length),
    [1, 1, 3, 3, 0],
  );
  assert.ok(actionsOf(contexts[2]!).some(({ command }) => command === commandIds.notALeak));
  assert.ok(actionsOf(contexts[3]!).some(({ command }) => command === commandIds.isALeak));
});

test('views and their container bear the ids of the code', () => {
  assert.deepEqual(
    contributes.viewsContainers.activitybar.map(({ id }) => id),
    [viewContainerId],
  );
  assert.deepEqual(
    contributes.views[viewContainerId]?.map(({ id }) => id),
    Object.values(viewIds),
  );
});

test('the editor of reports opens what an export as JSON is named', () => {
  const [editor, ...others] = contributes.customEditors;
  assert.equal(others.length, 0);
  assert.equal(editor?.viewType, reportEditorId);
  assert.deepEqual(editor.selector, [{ filenamePattern: '*.leak-report.json' }]);
});

test('when clauses use only context keys that the code sets', () => {
  const allowed = new Set<string>([
    ...Object.values(contextKeys),
    ...Object.values(commandIds),
    ...Object.values(viewIds),
    ...Object.values(testControllerIds),
    reportEditorId,
    ...Object.values(settingNames).map((name) => `${settingsSection}.${name}`),
  ]);
  const used = source.match(/leakLoop\.\w+/g) ?? [];
  assert.deepEqual(
    [...new Set(used)].filter((word) => !allowed.has(word)),
    [],
  );
});

test('every setting of the code is contributed with a default, and the other way round', () => {
  const { properties } = contributes.configuration;
  assert.deepEqual(
    sorted(Object.keys(properties)),
    sorted(Object.values(settingNames).map((name) => `${settingsSection}.${name}`)),
  );
  assert.ok(Object.values(properties).every((property) => property.default !== undefined));
});

test('each setting has a place of its own', () => {
  const { properties } = manifest.contributes.configuration;
  const orders = Object.values(properties).map((each) => (each as { order?: number }).order);
  assert.deepEqual(orders, [...new Set(orders)]);
});

test('the limits of the settings are those of the engine', () => {
  const { properties } = contributes.configuration;
  const valueOf = (name: string) => properties[`${settingsSection}.${name}`]?.default;
  assert.equal(valueOf('maxCalls'), defaultLimits.maxCalls);
  assert.equal(valueOf('timeBudget'), defaultLimits.timeBudgetMillis / 1000);
  assert.equal(valueOf('memoryBudget'), defaultLimits.memoryBudgetBytes / 1024 / 1024);
  assert.equal(valueOf('callTimeout'), defaultLimits.callTimeoutMillis / 1000);
});

test('launch configurations offer every attribute that the adapter reads', () => {
  const attributes: Record<keyof LaunchArguments, true | undefined> = {
    program: true,
    function: true,
    testName: true,
    testNumber: true,
    script: true,
    check: true,
    callArguments: true,
    callThis: true,
    callback: true,
    inspect: true,
    drain: true,
    maxCalls: true,
    timeBudget: true,
    memoryBudget: true,
    callTimeout: true,
    heapSnapshot: true,
    runtimeExecutable: true,
    runtimeArgs: true,
    args: true,
    member: true,
    loadTimeout: true,
    capture: true,
    cwd: true,
    env: true,
    noDebug: undefined, // DAP's own
    __restart: undefined,
  };
  const wanted = Object.entries(attributes).flatMap(([name, wants]) => (wants ? [name] : []));
  const [debug] = contributes.debuggers;
  assert.equal(debug?.type, debugType);
  assert.deepEqual(
    sorted(Object.keys(debug.configurationAttributes.launch.properties)),
    sorted(wanted),
  );
  assert.deepEqual(debug.languages, languageIds);
});

test('attach configurations offer every attribute that can be written', () => {
  const attributes: Record<keyof AttachArguments, true | undefined> = {
    program: true,
    function: true,
    callArguments: true,
    callThis: true,
    callback: true,
    inspect: true,
    drain: true,
    capture: true,
    member: true,
    maxCalls: true,
    timeBudget: true,
    memoryBudget: true,
    callTimeout: true,
    heapSnapshot: true,
    port: true,
    processId: true,
    websocketAddress: true,
    allowRemote: undefined, // for other clients: VS Code's user is asked
    debugSession: undefined, // the extension's own, as is the worker of it
    worker: undefined,
    __restart: undefined,
  };
  const wanted = Object.entries(attributes).flatMap(([name, wants]) => (wants ? [name] : []));
  const [debug] = contributes.debuggers;
  assert.deepEqual(
    sorted(Object.keys(debug!.configurationAttributes.attach.properties)),
    sorted(wanted),
  );
  const { required } = debug!.configurationAttributes.attach;
  assert.equal(required, undefined, 'a function may be named with its file, without a program');
});

test('custom events are named after the extension', () => {
  assert.ok(Object.values(leakLoopEvents).every((name) => name.startsWith('leakLoop.')));
});

test('opening a file does not activate the extension, but a folder with tests or leak checks does', () => {
  assert.deepEqual(manifest.activationEvents, [
    `onDebugResolve:${debugType}`,
    'onDebugResolve:pwa-node', // to know what is debugged: VS Code does not list it later
    'onDebugResolve:node-terminal',
    `workspaceContains:${checkFiles}`,
    ...testFiles.map((glob) => `workspaceContains:${glob}`),
  ]);
});

test('settings that choose what is executed are restricted to trusted workspaces', () => {
  const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.deepEqual(sorted(untrustedWorkspaces.restrictedConfigurations), [
    'leakLoop.env',
    'leakLoop.nodeArgs',
    'leakLoop.nodeExecutable',
  ]);
  assert.equal(virtualWorkspaces.supported, 'limited');
});

test('every text of the manifest has its English words, and none is left over', () => {
  const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as object;
  const used = [...source.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key!);
  assert.deepEqual(sorted([...new Set(used)]), sorted(Object.keys(texts)));
});

test('the walkthrough is linked by its id, its pictures are there, and its commands exist', () => {
  const { walkthroughs } = (manifest as unknown as WithWalkthroughs).contributes;
  assert.deepEqual(
    walkthroughs.map(({ id }) => id),
    [walkthroughId],
  );
  const pictures = walkthroughs[0]!.steps.flatMap(({ media }) => Object.values(media.image));
  assert.deepEqual(
    [...new Set(pictures)].filter((file) => !existsSync(join(root, file))),
    [],
  );
  const texts = readFileSync(join(root, 'package.nls.json'), 'utf8');
  const linked = [...texts.matchAll(/\(command:(leakLoop\.\w+)\)/g)].map(([, id]) => id!);
  const known = new Set<string>(Object.values(commandIds));
  assert.deepEqual(
    linked.filter((id) => !known.has(id)),
    [],
  );
  const fix = walkthroughs[0]!.steps.find(({ id }) => id === 'fix')!;
  const again = 'onCommand:leakLoop.runAgain';
  assert.ok(
    fix.completionEvents.includes(again),
    'who runs again has edited, however they got to the line',
  );
  assert.match(
    texts,
    new RegExp(`openWalkthrough\\?%22leak-loop\\.leak-loop%23${walkthroughId}%22`),
  );
});

test('the marketplace gets a PNG icon of 128 pixels and five keywords at most', () => {
  const icon = join(root, manifest.icon);
  assert.ok(existsSync(icon));
  const header = readFileSync(icon);
  assert.deepEqual([header.readUInt32BE(16), header.readUInt32BE(20)], [128, 128]);
  assert.ok(manifest.keywords.length <= 5);
});
