import type { InspectorClient } from '../protocol/inspectorClient';
import { callOn, evaluate, type RemoteObject } from '../protocol/remoteObject';

/**
 * The loader of a process that loads its files itself: `required(file)` and `imported(url)`: what a file that
 * is loaded already exports; undefined where that cannot be reached, as an ES module on Node 18. Asked for
 * what is loaded, `import()` loads nothing; so `load(url)`, where Node's module map has let go of it, does. It ends
 * when the module does, which may wait at its top level for ever: `isOver(promise, millis)` tells whether that is so.
 */
export async function joinedHarness(client: InspectorClient): Promise<RemoteObject> {
  const require = await evaluate(client, 'require');
  const harness = await callOn(
    client,
    { objectId: require.objectId! },
    `function () {
      const { createRequire, _cache } = this('node:module');
      const vm = this('node:vm');
      const { setTimeout, clearTimeout } = this('node:timers');
      async function isOver(promise, millis) {
        let timer;
        const late = new Promise((resolve) => { timer = setTimeout(resolve, millis, false); });
        try {
          return await Promise.race([late, Promise.resolve(promise).then(() => true)]);
        } finally {
          clearTimeout(timer);
        }
      }
      function imported(url) {
        const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
        if (importModuleDynamically === undefined) return undefined;
        const options = { filename: 'leak-loop:import', importModuleDynamically };
        return new vm.Script('(url) => import(url)', options).runInThisContext()(url);
      }
      return {
        requireFrom: createRequire,
        required: (file) => (Object.hasOwn(_cache, file) ? _cache[file].exports : undefined),
        imported,
        isOver,
        load: imported,
      };
    }`,
  );
  return { objectId: harness.objectId! };
}
