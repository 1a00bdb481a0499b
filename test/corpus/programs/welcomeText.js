// The text of the mail is put together before it is rendered.
const Mustache = require('mustache');

function welcome(name, plan) {
  return Mustache.render(`Dear ${name}, you have chosen {{plan}}.`, { name, plan }); // grows
}

module.exports = { welcome };
