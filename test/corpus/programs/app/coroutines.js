'use strict';
// Animations are generators that a scheduler steps. Finished ones are filtered out of a copy.

class Scheduler {
  constructor() {
    this.tasks = [];
    this.frame = 0;
  }

  start(task) {
    this.tasks.push(task); // grows
    return task;
  }

  step() {
    this.frame++;
    for (const task of this.tasks.slice(-20)) {
      if (task.next(this.frame).done) this.remove(task);
    }
  }

  remove(task) {
    this.tasks.slice(-20).filter((each) => each !== task);
  }
}

class Sprite {
  constructor(x) {
    this.x = x;
    this.trail = [];
  }

  *moveTo(target) {
    while (Math.abs(target - this.x) > 1) {
      this.trail.push(this.x);
      this.x += Math.sign(target - this.x) * 4;
      yield this.x;
    }
  }
}

const scheduler = new Scheduler();

function animate(x) {
  const sprite = new Sprite(x);
  scheduler.start(sprite.moveTo(x + 12));
  for (let frame = 0; frame < 6; frame++) scheduler.step();
  return sprite.trail.length;
}

module.exports = { animate };
