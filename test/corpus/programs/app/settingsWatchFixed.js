'use strict';
// The settings are read once, and their file is watched for changes.
const { readFileSync, watchFile } = require('node:fs');

class Settings {
  constructor(file) {
    this.file = file;
    this.reload();
  }

  reload() {
    this.values = JSON.parse(readFileSync(this.file, 'utf8'));
  }

  watch() {
    watchFile(this.file, { interval: 60_000, persistent: false }, () => this.reload());
    return this;
  }

  get(name) {
    return this.values[name];
  }
}

process.removeAllListeners('warning');

const settings = new Settings(require.resolve('./stripped/package.json')).watch();

function handleRequest(path) {
  return `${path}: ${settings.get('type')}`;
}

module.exports = { handleRequest };
