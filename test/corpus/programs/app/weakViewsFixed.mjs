// Views are held weakly, so that they can go. What held them goes with the next one.
class View {
  constructor(model, name) {
    this.name = name;
    model.attach(this);
  }

  update(value) {
    this.text = `${this.name}: ${value}`;
  }
}

class Model {
  #views = [];
  #value = 0;

  attach(view) {
    this.#views = this.#views.filter((ref) => ref.deref() !== undefined);
    this.#views.push(new WeakRef(view));
  }

  set(value) {
    this.#value = value;
    for (const ref of this.#views.slice(-10)) ref.deref()?.update(this.#value);
  }
}

const model = new Model();

export async function render(id) {
  const view = new View(model, `view ${id}`);
  model.set(id);
  await null;
  return view.text;
}
