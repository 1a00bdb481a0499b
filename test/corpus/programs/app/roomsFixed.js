'use strict';
// A room listens to its building while somebody is in it. Leaving removes the very function
// that was added.
const { EventEmitter } = require('node:events');
const { headOffice } = require('./parts/building.js');

class Room extends EventEmitter {
  #people = 0;

  constructor(building, number) {
    super();
    this.number = number;
    this.building = building;
    this.onAlarm = this.evacuate.bind(this);
  }

  enter() {
    this.#people++;
    this.building.on('alarm', this.onAlarm);
    this.emit('entered', this.#people);
  }

  leave() {
    this.#people--;
    this.building.off('alarm', this.onAlarm);
    this.emit('left', this.#people);
  }

  evacuate() {
    this.#people = 0;
  }
}

class Meeting extends Room {
  constructor(building, number, topic) {
    super(building, number);
    this.topic = topic;
    this.minutes = [];
    this.on('entered', (people) => this.minutes.push(`${people} in ${number}`));
  }
}

function holdMeeting(topic) {
  const meeting = new Meeting(headOffice, topic.length, topic);
  meeting.enter();
  meeting.leave();
  return meeting.minutes.join('\n');
}

module.exports = { holdMeeting };
