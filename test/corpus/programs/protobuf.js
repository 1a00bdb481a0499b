// Encodes and decodes messages of a schema that was parsed once.
const protobuf = require('protobufjs');

const { root } = protobuf.parse(`syntax = "proto3"; message Point { double x = 1; double y = 2; } message Track { string name = 1; repeated Point points = 2; }`);
const Track = root.lookupType('Track');

function roundTrip(i) {
  const points = Array.from({ length: 100 }, (_, n) => ({ x: n, y: n * i }));
  const bytes = Track.encode(Track.create({ name: `track ${i}`, points })).finish();
  return Track.decode(bytes).points.length;
}

module.exports = { roundTrip };
