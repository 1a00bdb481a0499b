// Extracts prices from a page of a shop.
const cheerio = require('cheerio');

function readPrices(i) {
  const rows = Array.from({ length: 80 }, (_, n) => `<tr class="item"><td>Item ${n}</td><td class="price">${n * i}</td></tr>`).join('');
  const $ = cheerio.load(`<html><body><table>${rows}</table></body></html>`);
  return $('tr.item').map((_, row) => Number($(row).find('.price').text())).get().length;
}

module.exports = { readPrices };
