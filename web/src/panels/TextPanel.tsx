import { css, cx } from '@emotion/css';
import { type PanelProps, renderTextPanelMarkdown, textUtil } from '@grafana/data';
import React, { useMemo } from 'react';

interface Options {
  mode: 'markdown' | 'html' | 'code';
  content: string;
}

/** Markdown or HTML from the dashboard, always sanitised. */
export function TextPanel({ options, replaceVariables }: PanelProps<Options>) {
  const { mode, content } = options;
  const html = useMemo(() => {
    const text = replaceVariables(content, {}, mode === 'markdown' ? 'html' : 'raw');
    return mode === 'markdown' ? renderTextPanelMarkdown(text) : textUtil.sanitizeTextPanelContent(text);
  }, [content, mode, replaceVariables]);
  if (mode === 'code') {
    return <pre className={box}>{content}</pre>;
  }
  return <div className={cx('markdown-html', box)} dangerouslySetInnerHTML={{ __html: html }} />;
}

const box = css({ height: '100%', overflow: 'auto' });
