'use strict';
const { EventEmitter } = require('node:events');

class Building extends EventEmitter {
  constructor(name) {
    super();
    this.name = name;
    this.setMaxListeners(0);
  }

  ring(floor) {
    this.emit('alarm', floor);
  }
}

exports.Building = Building;
exports.headOffice = new Building('head office');
