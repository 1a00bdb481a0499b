// Results are valid for a moment; version 4 of the package throws them away then.
const mem = require('mem-4');

const weather = mem((town) => ({ town, degrees: town.length }), { maxAge: 2 });

function currentWeather(town) {
  return weather(town).degrees;
}

module.exports = { currentWeather };
