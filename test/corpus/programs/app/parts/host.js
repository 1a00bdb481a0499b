'use strict';

class Host {
  constructor() {
    this.problems = 0;
  }

  onProblem(problem) {
    this.problems += problem.weight;
  }

  greet(name) {
    if (name === '') this.onProblem({ weight: 1 });
    return `hello ${name}`;
  }
}

exports.host = new Host();
