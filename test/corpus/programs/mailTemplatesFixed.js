// Each mail gets a file name of its own, under which its compiled template is kept.
const ejs = require('ejs');

function renderMail(id, name) {
  const template = 'Dear <%= name %>, your order has been sent.';
  return ejs.render(template, { name, id }, { cache: true, filename: 'order.ejs' });
}

module.exports = { renderMail };
