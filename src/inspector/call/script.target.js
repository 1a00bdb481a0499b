// Runs inside the target. Evaluates to a factory of functions that run a whole file once more, as Node
// runs it: evaluated anew, its imports as they are already.
(function createScript(require) {
  'use strict';
  const Module = require('node:module');
  const { apply } = Reflect;
  const { delete: deleteEntry } = Map.prototype;
  const { setImmediate, Promise } = globalThis;

  /** What the script has begun and what comes at once. Later work is waited for where work of calls is. */
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  return {
    /** Undefined for what is no loaded CommonJS file. As the main module it has no parent that would list it. */
    commonJs(file, begin) {
      const path = Module.createRequire(file).resolve(file);
      if (!Object.hasOwn(Module._cache, path)) return undefined;
      return async function script() {
        delete Module._cache[path];
        begin();
        Module._load(path, null, true);
        await turn();
      };
    },

    /** @param cache Node's own, of ES modules by their URLs: it holds each of them for good */
    esModule: (url, load, cache) =>
      async function script() {
        apply(deleteEntry, cache, [url]);
        await load(url);
        await turn();
      },
  };
});
