// A chat bot reads commands with one program, and defines the options anew each time.
const { Command } = require('commander');

function parseCommand(word) {
  const program = new Command();
  program.command(word).argument('<text>');
  return program.commands.length > 0;
}

module.exports = { parseCommand };
