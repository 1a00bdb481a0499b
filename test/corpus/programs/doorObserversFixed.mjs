// Each visitor watches the door's state machine while passing.
import { createActor, createMachine } from 'xstate';

const machine = createMachine({
  id: 'door',
  initial: 'closed',
  states: { closed: { on: { TOGGLE: 'open' } }, open: { on: { TOGGLE: 'closed' } } },
});
const door = createActor(machine).start();

export function pass(visitor) {
  const seen = [];
  const watching = door.subscribe((state) => seen.push(`${visitor}: ${state.value}`));
  const { value } = door.getSnapshot();
  watching.unsubscribe();
  return value;
}
