/** Sessions whose attribution must be looked at again before the commit, and from when on. */
export interface DirtySessions {
  /** Something was learnt that concerns the session from `from` on. */
  mark(session: string, from: number): void;
  /** The session only went on: its attribution changes where the project's only task did since `from`. */
  extended(session: string, from: number): void;
  take(): Map<string, DirtySession>;
  forget(): void;
}

export interface DirtySession {
  from: number;
  onlyExtended: boolean;
}

export function dirtySessions(): DirtySessions {
  let sessions = new Map<string, DirtySession>();
  const set = (session: string, from: number, onlyExtended: boolean): void => {
    const known = sessions.get(session);
    if (known) {
      known.from = Math.min(known.from, from);
      known.onlyExtended &&= onlyExtended;
    } else {
      sessions.set(session, { from, onlyExtended });
    }
  };
  return {
    mark: (session, from) => set(session, from, false),
    extended: (session, from) => set(session, from, true),
    take() {
      const taken = sessions;
      sessions = new Map();
      return taken;
    },
    forget() {
      sessions = new Map();
    },
  };
}
