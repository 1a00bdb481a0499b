// Renders a page of documentation, with two libraries.
const { marked } = require('marked');
const md = require('markdown-it')({ linkify: true, html: false });

const page = Array.from({ length: 40 }, (_, n) => `## Part ${n}\n\n- *one*\n- [two](https://example.com/${n})\n\n\`\`\`js\nlet a = ${n};\n\`\`\``).join('\n\n');

function renderPage(i) {
  return marked.parse(`# Page ${i}\n\n${page}`).length;
}

function renderPreview(i) {
  return md.render(`# Page ${i}\n\n${page}`).length;
}

module.exports = { renderPage, renderPreview };
