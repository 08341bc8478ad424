/** A link that lies over the one that covers its whole row. */
export const raised = { position: 'relative', zIndex: 1 } as const;
