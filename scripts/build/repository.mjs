// The address of the repository, for links the catalog shows. The sources do not know it: package.json may name it, and
// GitHub's workflows do. Where nobody does, the links are left out rather than wrong.

const PLACEHOLDER = '%REPOSITORY%';

/** @returns {string | undefined} such as https://github.com/OWNER/NAME, without a slash at the end */
export function repositoryUrl(packageJson, env = process.env) {
  const named = typeof packageJson.repository === 'string' ? packageJson.repository : packageJson.repository?.url;
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = env;
  const hosted = GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : undefined;
  return (named ?? hosted)
    ?.replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/\/$/, '');
}

/** A text of the bundle with the repository's address in it, or without the links that would need it. */
export function fillRepository(file, text, url) {
  if (!text.includes(PLACEHOLDER)) {
    return text;
  }
  if (url) {
    return text.replaceAll(PLACEHOLDER, url);
  }
  if (file.endsWith('.json')) {
    const json = JSON.parse(text);
    json.info.links = (json.info.links ?? []).filter((link) => !link.url.includes(PLACEHOLDER));
    if (json.info.author?.url?.includes(PLACEHOLDER)) {
      delete json.info.author.url;
    }
    return `${JSON.stringify(json, null, 2)}\n`;
  }
  return text
    .replace(/^!\[[^\]]*\]\(%REPOSITORY%[^)]*\)\n*/gm, '') // pictures
    .replace(/\[([^\]]+)\]\(%REPOSITORY%[^)]*\)/g, '$1');
}
