// A listener in the middleware of the store for each checkout, stopped at its end.
import { configureStore, createListenerMiddleware, createSlice } from '@reduxjs/toolkit';

const orders = createSlice({
  name: 'orders',
  initialState: { open: 0, last: '' },
  reducers: {
    placed(state, { payload }) {
      state.open += 1;
      state.last = payload;
    },
    done(state) {
      state.open -= 1;
    },
  },
});
const { placed, done } = orders.actions;
const listeners = createListenerMiddleware();
const store = configureStore({
  reducer: orders.reducer,
  middleware: () => [listeners.middleware],
});

export async function checkout(id) {
  const seen = [];
  const stop = listeners.startListening({
    actionCreator: done,
    effect: (action) => void seen.push({ id, type: action.type }),
  });
  store.dispatch(placed(id));
  await null;
  store.dispatch(done());
  stop({ cancelActive: true });
  return seen.length;
}
