// Views listen to the one session model and are thrown away without stopListening: zombie views.
const Backbone = require('backbone');

const session = new Backbone.Model({ user: 'ada' });

class ItemView extends Backbone.Model {
  initialize({ id }) {
    this.label = `item ${id}`;
    this.listenTo(session, 'change:user', this.render); // grows
  }

  render() {
    return `${this.label} of ${session.get('user')}`;
  }

  remove() {
    this.label = '';
  }
}

function showItem(id) {
  const view = new ItemView({ id });
  const html = view.render();
  view.remove();
  return html;
}

module.exports = { showItem };
