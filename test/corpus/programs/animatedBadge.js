// The badge pulses for ever, also when it is gone.
const { gsap } = require('gsap');

function showBadge(count) {
  const badge = { scale: 1, count };
  const pulse = gsap.to(badge, { scale: 1.2, duration: 1, repeat: -1, yoyo: true }); // grows
  return typeof pulse;
}

module.exports = { showBadge };
