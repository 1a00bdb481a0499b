// The token of each caller is added by an interceptor, which goes when the answer is there.
const axios = require('axios');

const api = axios.create({
  baseURL: 'http://accounts.internal',
  adapter: async (config) => ({
    config,
    status: 200,
    statusText: 'OK',
    headers: {},
    data: { ok: true },
  }),
});

async function loadAccount(user) {
  const { data } = await api.get(`/accounts/${user}`, {
    headers: { authorization: `token of ${user}` },
  });
  return { user, data };
}

module.exports = { loadAccount };
