// A loader that makes templates up by name: each stays in the loader's cache.
const nunjucks = require('nunjucks');

const Tenants = nunjucks.Loader.extend({
  getSource(name) {
    return { src: `<h1>${name}</h1>{{ body }}`, path: name, noCache: true };
  },
});
const environment = new nunjucks.Environment(new Tenants());

function renderPage(tenant) {
  return environment.render(`tenant-${tenant}.html`, { body: 'Welcome' });
}

module.exports = { renderPage };
