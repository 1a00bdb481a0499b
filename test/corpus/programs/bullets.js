// Bullets that leave the screen stay in the world.
const { Bodies, Composite, Engine } = require('matter-js');

const engine = Engine.create();

function shoot(x) {
  const bullet = Bodies.circle(x, 0, 2);
  Composite.add(engine.world, bullet); // grows
  const seen = Composite.allBodies(engine.world).length;
  return seen;
}

module.exports = { shoot };
