// Runs inside the target. Evaluates to a factory; what it returns stands for one leak check's file.
// Every intrinsic is captured now, before the program could replace it.
(function createLeakCheck() {
  'use strict';
  const { apply, getOwnPropertyDescriptor, ownKeys } = Reflect;

  let namespace, main;

  function ownValue(object, key) {
    return getOwnPropertyDescriptor(object, key)?.value;
  }

  /**
   * By its name, or as a property of what the file exports as a whole: of CommonJS, `export default { … }`,
   * or an ES module that was compiled to CommonJS, where it may be a getter of the compiler's.
   */
  function exported(name) {
    return ownValue(namespace, name) ?? ofMain(name);
  }

  function ofMain(name) {
    const isOwn = main !== undefined && getOwnPropertyDescriptor(main, name) !== undefined;
    return isOwn ? main[name] : undefined;
  }

  /** `this` of what is called as a property; undefined for what stands by itself. */
  function receiverOf(fn, name) {
    return ofMain(name) === fn ? main : undefined;
  }

  function call(name, args) {
    const fn = exported(name);
    return apply(fn, receiverOf(fn, name), args);
  }

  /** In a scope of its own, so that the chain to what leaks in it begins so: `leak check`, `ctx`. */
  function always(ctx) {
    return { 'leak check': () => [ctx] }['leak check'];
  }

  let contextOf;

  return {
    open(module) {
      namespace = module;
      const value = ownValue(module, 'default');
      const isObject = typeof value === 'object' || typeof value === 'function';
      main = isObject && value !== null ? value : undefined;
    },

    receiver: (fn) => receiverOf(fn, 'run'),

    typeOf: (name) => typeof exported(name),

    /** Names of the options with their values, `undefined` for what is no number. */
    options() {
      const options = exported('options');
      const found = [];
      if (typeof options !== 'object' || options === null) return found;
      const names = ownKeys(options);
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        if (typeof name !== 'string') continue;
        const value = ownValue(options, name);
        found[found.length] = typeof value === 'number' ? { name, value } : { name };
      }
      return found;
    },

    async setUp() {
      contextOf = always(await call('setup', []));
    },

    /** What the calls get; undefined for nothing. */
    argumentsOf: () => contextOf,

    async tearDown() {
      await call('teardown', contextOf === undefined ? [] : contextOf());
    },
  };
});
