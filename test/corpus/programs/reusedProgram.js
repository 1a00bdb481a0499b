// A chat bot reads commands with one program, and defines the options anew each time.
const { Command } = require('commander');

const program = new Command();

function parseCommand(word) {
  program.command(word).argument('<text>'); // grows
  return program.commands.length > 0;
}

module.exports = { parseCommand };
