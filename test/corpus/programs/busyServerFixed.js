// A slow event loop is written down with the request during which it was noticed.
const toobusy = require('toobusy-js');

function handleRequest(id) {
  const request = { id, lag: 0 };
  const note = (lag) => (request.lag = lag);
  note(toobusy.lag());
  return toobusy() ? 503 : 200;
}

module.exports = { handleRequest };
