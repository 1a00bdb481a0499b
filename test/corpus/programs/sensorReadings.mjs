// Readings are retained by the broker, under a topic for each sensor that ever sent one.
import { Aedes } from 'aedes';

const broker = await Aedes.createBroker();
broker.on('clientError', () => {});

export function report(sensor, celsius, done) {
  const packet = {
    cmd: 'publish',
    topic: `sensors/${sensor}/temperature`,
    payload: Buffer.from(String(celsius)),
    qos: 0,
    retain: true,
  };
  broker.publish(packet, done); // grows
}
