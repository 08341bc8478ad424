import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes an authority, a server's certificate for 127.0.0.1 and a client's, and a client's of another authority, in a folder:
 * `ca.pem`, `server.pem` and `.key`, `client.pem` and `.key`, `stranger.pem` and `.key`, `other-ca.pem`. Needs openssl.
 */
export function makeCertificates(folder: string): void {
  const openssl = (args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = (name: string) => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    openssl(['req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`, ...files]);
  };
  const signed = (name: string, by: string) => {
    openssl(['req', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`]);
    const names = join(folder, `${name}.ext`);
    writeFileSync(names, 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n');
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', names];
    openssl(['x509', '-req', '-days', '2', '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', ...files]);
  };
  authority('ca');
  authority('other-ca');
  signed('server', 'ca');
  signed('client', 'ca');
  signed('stranger', 'other-ca');
}
