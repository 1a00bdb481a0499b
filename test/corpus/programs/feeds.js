// Reads one feed in three formats.
const { XMLParser } = require('fast-xml-parser');
const YAML = require('yaml');
const { parse: parseCsv } = require('csv-parse/sync');

const parser = new XMLParser({ ignoreAttributes: false });

function readXmlFeed(i) {
  const items = Array.from({ length: 50 }, (_, n) => `<item id="${n}"><title>News ${i}.${n}</title></item>`).join('');
  return parser.parse(`<rss><channel>${items}</channel></rss>`).rss.channel.item.length;
}

function readYamlConfig(i) {
  const text = Array.from({ length: 30 }, (_, n) => `service${n}:\n  port: ${i + n}\n  hosts: [a, b, c]`).join('\n');
  return Object.keys(YAML.parse(text)).length;
}

function readCsvReport(i) {
  const lines = Array.from({ length: 200 }, (_, n) => `${n},name ${n},${i * n}`).join('\n');
  return parseCsv(`id,name,amount\n${lines}`, { columns: true, cast: true }).length;
}

module.exports = { readXmlFeed, readYamlConfig, readCsvReport };
