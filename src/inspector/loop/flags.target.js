// Runs inside the target. Evaluates to a factory: V8's flags as a measurement needs them, and then again as the
// process had them, which may have been started with others than V8's defaults, or have set some itself.
(function createFlags(require) {
  'use strict';
  const { setFlagsFromString, cachedDataVersionTag } = require('node:v8');
  const v8 = Number.parseInt(process.versions.v8);

  const all = [
    // Optimised code allocates neighbours in one go, of which the sampler sees the first alone: where that one
    // dies, it loses sight of the others. The flags count for code that is optimised from now on.
    flag('--no-turbo-allocation-folding', '--turbo-allocation-folding'),
    // Forced collections age functions, and V8 drops the bytecode of aged ones: each batch would compile
    // them anew, hundreds of objects that look as if the calls had left them behind.
    flag('--no-flush-bytecode', '--flush-bytecode'),
  ];
  if (v8 >= 13) {
    const fold = '--maglev-allocation-folding=';
    const usual = v8 === 13 ? 1 : 2;
    all[all.length] = flag(fold + 0, fold + (3 - usual), fold + usual);
  }

  /**
   * While V8 tracks allocations, it forgets where an object was allocated once compaction moves it after
   * a walk over the heap has numbered it. Measured: with compaction at every collection no survivor had
   * a stack; by V8's own choice, that was all survivors of about one process in 30.
   */
  const moveNothing = flag('--no-compact', '--compact');

  /** @param settings all that it may have: the one that is needed first, V8's default last */
  function flag(...settings) {
    let before;
    return {
      set() {
        before ??= current(settings);
        setFlagsFromString(settings[0]);
      },
      restore() {
        if (before !== undefined) setFlagsFromString(before);
        before = undefined;
      },
    };
  }

  /**
   * V8 tells nobody what a flag is, but its tag of cached code differs with all of them (Node 18 to 26): what
   * leaves that tag as it was is the setting that the flag had.
   */
  function current(settings) {
    const tag = cachedDataVersionTag();
    for (let at = 0; at < settings.length; at++) {
      setFlagsFromString(settings[at]);
      if (cachedDataVersionTag() === tag) return settings[at];
    }
    return settings[settings.length - 1];
  }

  return {
    set() {
      for (let at = 0; at < all.length; at++) all[at].set();
    },

    moveSurvivors(move) {
      if (move) moveNothing.restore();
      else moveNothing.set();
    },

    restore() {
      for (let at = 0; at < all.length; at++) all[at].restore();
      moveNothing.restore();
    },
  };
});
