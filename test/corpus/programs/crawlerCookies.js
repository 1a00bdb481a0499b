// A crawler with one cookie jar for all hosts it will ever see.
const { CookieJar } = require('tough-cookie');

const jar = new CookieJar();

function visitHost(host) {
  jar.setCookieSync('visited=yes; Path=/', `http://${host}/`); // grows
  return jar.getCookieStringSync(`http://${host}/`);
}

module.exports = { visitHost };
