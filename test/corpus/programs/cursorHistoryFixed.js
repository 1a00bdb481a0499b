const Y = require('yjs');
const doc = new Y.Doc();
const cursors = doc.getMap('cursors');

function moveCursor(user, position) {
  cursors.set(user, { position, at: 'line ' + position });
  return cursors.size;
}

module.exports = { moveCursor };
