'use strict';
// Each request makes its plugin, and the plugin puts itself around the handler that is there,
// for as long as the request lasts.
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
    target.onProblem = reported;
    return () => (target.onProblem = before);
  }
}

class CountingPlugin extends Plugin {
  get summary() {
    return `${this.name}: ${this.seen.length} problems`;
  }
}

function handle(name) {
  const plugin = new CountingPlugin(`for ${name}`);
  const remove = plugin.install(host);
  const greeting = `${host.greet(name)} (${plugin.summary})`;
  remove();
  return greeting;
}

module.exports = { handle };
