// All boards share a namespace, in which each has a room.
const { Server } = require('socket.io');

const io = new Server({ serveClient: false });

class Boards {
  constructor() {
    this.moves = 0;
  }

  async play(board, move) {
    const players = io.of(`/boards`).to(`board-${board}`);
    players.emit('move', { board, move });
    this.moves += 1;
    return (await players.fetchSockets()).length;
  }
}

const boards = new Boards();

module.exports = { play: (board, move) => boards.play(board, move) };
