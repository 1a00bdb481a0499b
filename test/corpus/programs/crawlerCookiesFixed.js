// A crawler with one cookie jar for all hosts it will ever see.
const { CookieJar } = require('tough-cookie');

function visitHost(host) {
  const jar = new CookieJar();
  jar.setCookieSync('visited=yes; Path=/', `http://${host}/`);
  return jar.getCookieStringSync(`http://${host}/`);
}

module.exports = { visitHost };
