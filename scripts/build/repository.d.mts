export function repositoryUrl(packageJson: object, env?: Record<string, string | undefined>): string | undefined;
export function fillRepository(file: string, text: string, url: string | undefined): string;
