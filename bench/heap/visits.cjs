// A heap as a server has it: objects with closures, strings, numbers and maps, all reachable from one registry.
class Registry {
  visits = [];
  byName = new Map();
}
class Visit {
  constructor(number, registry) {
    this.number = number;
    this.page = {
      path: `/page/${number % 1_000}`,
      query: { number: number + 0.5, tags: ['a', `t${number}`] },
    };
    this.onEnd = () => registry.byName.delete(this.name);
    this.name = `visit ${number}`;
  }
}

const registry = new Registry();
globalThis.registry = registry;

/** Adds visits until the heap is so large. */
exports.fill = function fill(megabytes) {
  const enough = Number(megabytes) * 2 ** 20;
  for (let number = 0; ; number++) {
    const visit = new Visit(number, registry);
    registry.visits.push(visit);
    registry.byName.set(visit.name, visit);
    if (number % 4_096 === 0 && process.memoryUsage().heapUsed > enough) return;
  }
};
