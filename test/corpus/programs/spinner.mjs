// A spinner is started for each load and never stopped.
import { timer } from 'd3-timer';

export function load(id) {
  const spinner = { angle: 0, id };
  const animation = timer((elapsed) => { // grows
    spinner.angle = elapsed / 10;
  }, 60_000);
  return typeof animation;
}
