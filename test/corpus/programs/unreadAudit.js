const { Readable } = require('streamx');
const audit = new Readable();

function record(action) {
  audit.push({ action, at: action.length }); // grows
  return action;
}

module.exports = { record };
