// The state of a board is cloned with each action, and keeps the last hundred remarks.
const { cloneDeep } = require('lodash');

const cards = Array.from({ length: 2_000 }, (_, id) => ({ id, title: `card ${id}`, at: { x: id, y: 0 } }));
let board = { cards, remarks: [] };

function remark(author, card) {
  const next = cloneDeep(board);
  next.remarks.push({ author, card, at: { x: card, y: 1 }, likes: [] });
  if (next.remarks.length > 100) next.remarks.shift();
  board = next;
  return board.remarks.length;
}

module.exports = { remark };
