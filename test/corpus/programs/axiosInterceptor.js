// The token of each caller is added by an interceptor, and the interceptor stays.
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
  const token = `token of ${user}`;
  const authorize = (config) => Object.assign(config, { token });
  const interceptor = api.interceptors.request.use(authorize); // grows
  const { data } = await api.get(`/accounts/${user}`);
  return { user, interceptor, data };
}

module.exports = { loadAccount };
