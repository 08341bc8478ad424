export const SECRETS: string[];
export function withSecrets(text: string, make?: () => string): { text: string; added: string[] };
