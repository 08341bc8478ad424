import { useState } from 'react';

/** A text being written: starts from the saved value, and from the new one when that changes from outside. */
export function useDraft(saved: string): [text: string, setText: (text: string) => void] {
  const [draft, setDraft] = useState({ saved, text: saved });
  if (draft.saved !== saved) {
    setDraft({ saved, text: saved });
  }
  return [draft.saved === saved ? draft.text : saved, (text) => setDraft({ saved, text })];
}
