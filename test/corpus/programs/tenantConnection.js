// A connection for each tenant's report is made and dropped, but Mongoose keeps a list of them.
const mongoose = require('mongoose');

async function tenantReport(tenant) {
  const connection = mongoose.createConnection(); // grows
  const report = { tenant, state: connection.readyState };
  return report;
}

module.exports = { tenantReport };
