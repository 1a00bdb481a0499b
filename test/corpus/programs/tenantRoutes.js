const FindMyWay = require('find-my-way');

const router = FindMyWay();

function addTenant(tenant) {
  router.on('GET', `/${tenant}/orders`, () => tenant); // grows
  return tenant.length;
}

module.exports = { addTenant };
