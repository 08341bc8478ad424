import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useEffect, useRef, useState } from 'react';

interface Props {
  /** What is shown and copied. */
  text: string;
  /** What it is, for the button's name: "Copy the command". */
  what: string;
}

type Outcome = 'copied' | 'refused';
const SHOWN_MS = 2000;

/** Selects the text, for where the browser refuses the clipboard (plain HTTP that is not loopback). */
function select(element: HTMLElement) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** Text for another program, with a button that copies it. */
export function CopyBlock({ text, what }: Props) {
  const styles = useStyles2(getStyles);
  const code = useRef<HTMLElement>(null);
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    const timer = outcome && setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      if (code.current) {
        select(code.current);
      }
      setOutcome('refused');
    }
  };
  return (
    <div className={styles.box}>
      {/* It scrolls, so the keyboard must reach it. */}
      <pre className={styles.text} tabIndex={0} aria-label={what}>
        <code ref={code}>{text}</code>
      </pre>
      <Button
        className={styles.button}
        variant="secondary"
        size="sm"
        icon={outcome === 'copied' ? 'check' : 'copy'}
        onClick={() => void copy()}
        aria-label={`Copy ${what}`}
      >
        {outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Press Ctrl+C' : 'Copy'}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    minWidth: 0,
    padding: theme.spacing(0.5),
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  text: css({
    flex: 1,
    minWidth: 0,
    maxHeight: 320,
    margin: 0,
    padding: theme.spacing(0.75, 1),
    overflow: 'auto',
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'pre-wrap',
    wordBreak: 'normal',
    overflowWrap: 'anywhere',
    code: {
      padding: 0,
      border: 'none',
      background: 'transparent',
      font: 'inherit',
      color: 'inherit',
      whiteSpace: 'inherit',
    },
  }),
  button: css({ flex: 'none', '@media (pointer: coarse)': { minHeight: 44 } }),
});
