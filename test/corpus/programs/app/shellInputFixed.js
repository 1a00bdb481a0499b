'use strict';
// Each question makes its own reader of the one input, and closes it.
const readline = require('node:readline');
const { PassThrough } = require('node:stream');

class Terminal {
  constructor() {
    this.input = new PassThrough();
    this.output = new PassThrough();
    this.input.setMaxListeners(0);
    this.output.resume();
  }

  type(line) {
    this.input.write(`${line}\n`);
  }
}

class Questions {
  constructor(terminal) {
    this.terminal = terminal;
  }

  ask(question) {
    const { input, output } = this.terminal;
    const reader = readline.createInterface({ input, output });
    return new Promise((resolve) => {
      reader.question(question, (answer) => {
        reader.close();
        resolve(answer);
      });
    });
  }
}

const terminal = new Terminal();
const questions = new Questions(terminal);

async function askName(name) {
  const answered = questions.ask('Your name? ');
  terminal.type(name);
  return `Hello, ${await answered}`;
}

module.exports = { askName };
