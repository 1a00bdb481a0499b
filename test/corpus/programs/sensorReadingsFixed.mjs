// Readings are passed on by the broker, and not retained.
import { Aedes } from 'aedes';

const broker = await Aedes.createBroker();
broker.on('clientError', () => {});

export function report(sensor, celsius, done) {
  const packet = {
    cmd: 'publish',
    topic: `sensors/${sensor}/temperature`,
    payload: Buffer.from(String(celsius)),
    qos: 0,
    retain: false,
  };
  broker.publish(packet, done);
}
