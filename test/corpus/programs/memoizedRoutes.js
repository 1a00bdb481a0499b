// Memoised by coordinates that never come back.
const _ = require('lodash');

function haversine(latitude, longitude) {
  const a = Math.sin(latitude / 114.6) ** 2 + Math.cos(latitude / 57.3) * Math.sin(longitude / 114.6) ** 2;
  return { metres: 12_742_000 * Math.asin(Math.sqrt(Math.abs(a % 1))) };
}

const cached = _.memoize(haversine, (latitude, longitude) => `${latitude},${longitude}`);

function distance(latitude, longitude) {
  return cached(latitude, longitude).metres; // grows
}

module.exports = { distance };
