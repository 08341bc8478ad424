/**
 * Statuses by which servers, and what stands before them with a list of paths, say that there is nothing at an address. For
 * addresses that not every server has: whether anything else is wrong shows where all are asked.
 */
export const NO_SUCH_PATH: readonly number[] = [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 501];
