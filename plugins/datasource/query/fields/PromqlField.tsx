import { css } from '@emotion/css';
import { TextArea } from '@grafana/ui';
import React, { type KeyboardEvent } from 'react';
import { useDraft } from './use-draft.ts';

const wide = css({ gridColumn: '1 / -1' });

interface Props {
  idPrefix: string;
  value: string | undefined;
  /** The service's engine is another one: the text stays, and will be refused. */
  refused: boolean;
  onChange: (value: string | undefined) => void;
}

/** PromQL as a text; asked when the field is left or Ctrl+Enter is pressed. */
export function PromqlField({ idPrefix, value, refused, onChange }: Props) {
  const [text, setText] = useDraft(value ?? '');
  const done = () => {
    if (text !== (value ?? '')) {
      onChange(text || undefined);
    }
  };
  const hint = `${idPrefix}-promql-hint`;
  return (
    <div className={wide}>
      <TextArea
        id={`${idPrefix}-promql`}
        aria-label="PromQL"
        aria-describedby={refused ? hint : undefined}
        rows={3}
        value={text}
        placeholder="sum by (type) (rate(claude_code_token_usage_tokens_total[5m]))"
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onBlur={done}
        onKeyDown={({ key, ctrlKey, metaKey }: KeyboardEvent) => {
          if (key === 'Enter' && (ctrlKey || metaKey)) {
            done();
          }
        }}
        spellCheck={false}
      />
      {refused && (
        <p id={hint} role="status">
          The service keeps metrics itself and takes no PromQL. Use the builder, or connect a Prometheus to the service.
        </p>
      )}
    </div>
  );
}
