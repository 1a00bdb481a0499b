'use strict';
// Each request makes its plugin, and the plugin puts itself around the handler that is there.
const { host } = require('./parts/host.js');

class Plugin {
  constructor(name) {
    this.name = name;
    this.seen = [];
  }

  install(target) {
    const plugin = this;
    const before = target.onProblem;
    const reported = function (problem) {
      plugin.seen.push(problem.weight);
      return before.call(this, problem);
    };
    target.onProblem = reported; // grows
  }
}

class CountingPlugin extends Plugin {
  get summary() {
    return `${this.name}: ${this.seen.length} problems`;
  }
}

function handle(name) {
  const plugin = new CountingPlugin(`for ${name}`);
  plugin.install(host);
  return `${host.greet(name)} (${plugin.summary})`;
}

module.exports = { handle };
