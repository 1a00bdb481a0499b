// Prefixes every selector of a stylesheet.
const postcss = require('postcss');

const css = Array.from({ length: 60 }, (_, n) => `.card-${n} > a:hover { color: #${n + 100}; margin: ${n}px }`).join('\n');
const prefixer = postcss([
  {
    postcssPlugin: 'prefixer',
    Rule(rule) {
      if (!rule.selector.startsWith('.app')) rule.selector = `.app ${rule.selector}`;
    },
  },
]);

async function prefixStyles(i) {
  const result = await prefixer.process(`${css}\n.page-${i} { top: 0 }`, { from: undefined });
  return result.css.length;
}

module.exports = { prefixStyles };
