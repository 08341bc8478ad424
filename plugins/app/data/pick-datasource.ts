/** Which one to use: what the address asks for, then the app's setting, then Grafana's default, then the first. */
export function pickDatasource<T extends { uid: string; isDefault?: boolean }>(
  all: readonly T[],
  wanted: ReadonlyArray<string | null | undefined>
): T | undefined {
  for (const uid of wanted) {
    const found = uid ? all.find((one) => one.uid === uid) : undefined;
    if (found) {
      return found;
    }
  }
  return all.find(({ isDefault }) => isDefault) ?? all[0];
}
