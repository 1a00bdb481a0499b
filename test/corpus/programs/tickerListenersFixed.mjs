// Each chart follows the ticker; nobody tells the ticker when a chart is closed.
import { EventEmitter } from 'eventemitter3';

const ticker = new EventEmitter();

class Chart {
  constructor(pair, id) {
    this.id = id;
    this.points = [];
    this.onPrice = (price) => this.points.push(price);
    this.pair = pair;
  }

  open() {
    ticker.on(this.pair, this.onPrice);
  }

  close() {
    ticker.off(this.pair, this.onPrice);
  }
}

export function openChart(pair, id) {
  const chart = new Chart(pair, id);
  chart.open();
  chart.close();
  return chart.id;
}
