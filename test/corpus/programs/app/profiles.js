'use strict';
// Requests for the same profile share one query. A query that fails stays in the map.

class NotFound extends Error {
  constructor(id) {
    super(`there is no profile ${id}`);
    this.id = id;
  }
}

class ProfileStore {
  async read(id) {
    await null;
    if (id % 3 === 0) throw new NotFound(id);
    return { id, name: `user ${id}` };
  }
}

class Shared {
  #running = new Map();

  constructor(store) {
    this.store = store;
  }

  read(id) {
    const running = this.#running.get(id);
    if (running) return running;
    const query = this.store.read(id).then((profile) => {
      this.#running.delete(id);
      return profile;
    });
    this.#running.set(id, query); // grows
    return query;
  }
}

const shared = new Shared(new ProfileStore());

async function showProfile(id) {
  const answers = await Promise.allSettled([shared.read(id), shared.read(id)]);
  return answers.map(({ status }) => status).join();
}

module.exports = { showProfile };
