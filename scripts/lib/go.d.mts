export const GO_TAGS: string;
