// A request over TLS to itself; certificate made at start.
import https from 'node:https';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(folder, 'k.pem'), '-out', join(folder, 'c.pem'), '-subj', '/CN=localhost', '-days', '2'], { stdio: 'ignore' });
const key = readFileSync(join(folder, 'k.pem'));
const cert = readFileSync(join(folder, 'c.pem'));

const server = https.createServer({ key, cert }, (req, res) => res.end(`hello ${req.url}`));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();

export function secureRequest(i) {
  return new Promise((resolve, reject) => {
    https
      .get({ port, host: '127.0.0.1', path: `/${i}`, ca: cert, servername: 'localhost', agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
      })
      .on('error', reject);
  });
}
