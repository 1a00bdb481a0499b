// Results are valid for a moment; version 1 of the package never throws them away.
const mem = require('mem-1');

const weather = mem((town) => ({ town, degrees: town.length }), { maxAge: 2 });

function currentWeather(town) {
  return weather(town).degrees; // grows
}

module.exports = { currentWeather };
