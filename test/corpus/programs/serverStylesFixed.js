// A class for each width: dynamic values in styles fill the registry on a server.
const { css } = require('@emotion/css');

function renderBar(value) {
  const className = css({ height: 8, background: 'teal' });
  return `<div class="${className}" style="width: ${value}px"></div>`;
}

module.exports = { renderBar };
