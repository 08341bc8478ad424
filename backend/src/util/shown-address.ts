/** An address as it may be shown: without user, password, query and fragment, which may hold secrets. */
export function shownAddress(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) {
    return url.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
  }
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  parsed.hash = '';
  return parsed.toString().replace(/\/+$/, '');
}
