import { isIP } from 'node:net';

/** Whether an address or name means this machine only. */
export function isLoopback(host: string): boolean {
  const name = bare(host);
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/** Whether a host is written as an IP address. DNS rebinding needs a name, so an address in a Host header proves nothing bad. */
export function isAddress(host: string): boolean {
  return isIP(bare(host)) !== 0;
}

/** Host without port and brackets, lower case: `[::1]:80` → `::1`. */
export function bare(host: string): string {
  const text = host.trim().toLowerCase();
  if (text.startsWith('[')) {
    return text.slice(1, text.indexOf(']'));
  }
  const parts = text.split(':');
  return parts.length === 2 ? (parts[0] ?? '') : text;
}

/** `http://host:port` for people and clients; a wildcard address becomes the loopback one. */
export function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
