// A page draws its menu again whenever the user's abilities change.
const { createMongoAbility } = require('@casl/ability');

const ability = createMongoAbility([{ action: 'read', subject: 'Article' }]);

function openPage(id) {
  const page = { id, redraws: 0, canEdit: ability.can('update', 'Article') };
  const stop = ability.on('updated', () => (page.redraws += 1));
  stop();
  return page.canEdit;
}

module.exports = { openPage };
